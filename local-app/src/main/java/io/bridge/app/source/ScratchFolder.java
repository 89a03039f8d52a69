package io.bridge.app.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of mode 0700 for copies of the person's rows; deleted when it is closed, and also when
 * the process is asked to end.
 */
public final class ScratchFolder implements AutoCloseable {
  /** A writer that still runs can leave a file behind the first sweep. */
  private static final int SWEEPS = 3;

  private final Path folder;
  private final Thread atExit;

  private ScratchFolder(Path folder) {
    this.folder = folder;
    this.atExit = new Thread(this::sweep, "delete-scratch");
  }

  /**
   * @param parent an existing folder, such as {@code /tmp}
   */
  public static ScratchFolder in(Path parent) {
    try {
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Path folder = Files.createTempDirectory(parent, "bridge-push-", ownerOnly);
      ScratchFolder scratch = new ScratchFolder(folder.toRealPath());
      Runtime.getRuntime().addShutdownHook(scratch.atExit);
      return scratch;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "No folder for temporary files can be made in " + parent + ". Set TMPDIR to another.", e);
    }
  }

  Path path() {
    return folder;
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    sweep();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The process is ending: the hook runs by itself.
    }
  }

  private void sweep() {
    for (int i = 0; i < SWEEPS && Files.exists(folder); i++) {
      try (Stream<Path> inside = Files.walk(folder)) {
        delete(inside.sorted(Comparator.reverseOrder()).toList());
      } catch (IOException | UncheckedIOException _) {
        // Something came or went meanwhile: the next sweep sees what is left.
      }
    }
  }

  private static void delete(List<Path> deepestFirst) throws IOException {
    for (Path path : deepestFirst) {
      try {
        Files.deleteIfExists(path);
      } catch (NoSuchFileException _) {
        // Gone already, as wanted.
      }
    }
  }
}
