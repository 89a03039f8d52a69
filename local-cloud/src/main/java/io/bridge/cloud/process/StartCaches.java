package io.bridge.cloud.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The JVM's ahead-of-time caches: what a process loaded and linked in a training run, so that the
 * next start does not do it again. A cache holds for exact jars and an exact JDK; its name says
 * which, so a stale one is never read.
 *
 * @param dir in the build's output; each checkout has its own
 */
public record StartCaches(Path dir) {
  /** What a mesh does with them. */
  public enum Use {
    READ,
    WRITE
  }

  public static StartCaches of(Path root) {
    return new StartCaches(root.resolve("target/start-caches"));
  }

  /** JVM options of a process; none where there is nothing to read. */
  List<String> options(String name, Path jar, Use use) {
    if (use == Use.WRITE) {
      return List.of("-XX:AOTCacheOutput=" + fresh(name));
    }
    return holds(name, jar) ? List.of("-XX:AOTCache=" + file(name, jar)) : List.of();
  }

  public boolean holds(String name, Path jar) {
    return Files.exists(jar) && Files.exists(file(name, jar));
  }

  /** After the process of a training run ended: its cache takes the place of older ones. */
  public void keep(String name, Path jar) {
    if (!Files.exists(fresh(name))) {
      return;
    }
    try (Stream<Path> old = Files.list(dir)) {
      for (Path file : old.filter(each -> isOlder(each, name)).toList()) {
        Files.delete(file);
      }
      Files.move(fresh(name), file(name, jar), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The start cache of " + name + " could not be kept", e);
    }
  }

  private static boolean isOlder(Path file, String name) {
    return file.getFileName().toString().matches(name + "-[0-9a-f]{16}\\.aot");
  }

  private Path fresh(String name) {
    try {
      return Files.createDirectories(dir).resolve(name + ".aot.new");
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place for start caches: " + dir, e);
    }
  }

  private Path file(String name, Path jar) {
    return dir.resolve(name + "-" + key(jar) + ".aot");
  }

  /** Of the JDK and of the path, size and age of each jar: the JVM itself compares the same. */
  private static String key(Path jar) {
    try (Stream<Path> files = Files.walk(jar.getParent(), 3)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(System.getProperty("java.vm.version").getBytes(StandardCharsets.UTF_8));
      for (Path each : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        String line = each + " " + Files.size(each) + " " + Files.getLastModifiedTime(each) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw new UncheckedIOException("What is built cannot be read: " + jar, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
