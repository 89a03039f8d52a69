package io.bridge.cloud.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder with all that is in it. Links are not followed. */
public final class FileTree {
  private FileTree() {}

  /** Deletes it; nothing where there is none. */
  public static void delete(Path root) throws IOException {
    delete(root, _ -> true);
  }

  /** Deletes of it what is wanted away, leaves first. */
  public static void delete(Path root, Predicate<Path> unwanted) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).filter(unwanted).toList()) {
        Files.delete(file);
      }
    }
  }
}
