package io.bridge.app.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  @TempDir Path parent;

  @Test
  void isForTheOwnerOnlyAndGoneAfterwards() throws IOException {
    Path folder;
    try (ScratchFolder scratch = ScratchFolder.in(parent)) {
      folder = scratch.path();
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
      Files.createDirectories(scratch.resolve("a/b"));
      Files.writeString(scratch.resolve("a/b/c"), "rows");
      Files.createSymbolicLink(scratch.resolve("link"), Files.createFile(parent.resolve("kept")));
    }

    assertFalse(Files.exists(folder));
    assertTrue(Files.exists(parent.resolve("kept")));
  }

  /** Ctrl-C is an interrupt signal; Java treats it and this one alike. */
  @Test
  void isGoneWhenTheProcessIsAskedToEnd() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Holder.class.getName(),
                    parent.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = process.inputReader()) {
      Path folder = Path.of(said.readLine());
      assertTrue(Files.exists(folder.resolve("rows")));

      process.destroy();

      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertFalse(Files.exists(folder));
    } finally {
      process.destroyForcibly();
    }
  }

  /** A program of its own that holds a scratch folder until its stdin ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (ScratchFolder scratch = ScratchFolder.in(Path.of(args[0]))) {
        Files.writeString(scratch.resolve("rows"), "rows");
        System.out.println(scratch.path());
        System.in.read();
      }
    }
  }
}
