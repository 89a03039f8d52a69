package io.bridge.sql;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.nio.file.Path;

/**
 * In a native executable only: the analyzer's library is a file beside the executable, because an
 * executable has no jar to unpack it from, and unpacking 113 MB at each start would take longer
 * than the start itself.
 */
@TargetClass(className = "com.google.zetasql.cz.adamh.utils.NativeUtils")
final class AnalyzerLibrary {
  private AnalyzerLibrary() {}

  /** Loads the file that {@code zetasql.lib} names, by default the one beside the executable. */
  @Substitute
  @SuppressWarnings("restricted")
  public static void loadLibraryFromJar(String path) {
    String named = System.getProperty("zetasql.lib");
    String file = Path.of(path).getFileName().toString();
    Path beside =
        ProcessHandle.current()
            .info()
            .command()
            .map(command -> Path.of(command).toAbsolutePath().resolveSibling(file))
            .orElseGet(() -> Path.of(file).toAbsolutePath());
    System.load(named == null ? beside.toString() : named);
  }
}
