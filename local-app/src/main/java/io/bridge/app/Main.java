package io.bridge.app;

import io.bridge.app.http.Time;
import io.bridge.app.run.Surroundings;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Entry of the app. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(surroundings(), args));
  }

  /** One run in this process; answers the exit code. */
  public static int run(Surroundings surroundings, String... args) {
    return CommandTree.run(surroundings, args);
  }

  private static Surroundings surroundings() {
    Surroundings.Streams streams =
        new Surroundings.Streams(
            System.in,
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            isTerminal(1),
            isTerminal(2));
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        streams,
        new AtScreen(System.getenv()),
        Time.system());
  }

  /** JSON is UTF-8 whatever the locale says. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Java only knows of stdin and stdout together; Linux tells of each. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
