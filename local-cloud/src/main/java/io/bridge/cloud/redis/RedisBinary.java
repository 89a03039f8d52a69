package io.bridge.cloud.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** The server's binary, copied once out of its artifact into a cache folder. */
final class RedisBinary {
  private static final String NAME = "redis-server-6.2.6-v5-linux-amd64";

  private RedisBinary() {}

  /** Path of the binary. Two processes may copy it at once: the first to finish wins. */
  static Path copiedInto(Path cache) {
    requirePlatform();
    Path binary = cache.resolve(NAME);
    if (Files.isExecutable(binary)) {
      return binary;
    }
    try (InputStream packed = RedisBinary.class.getResourceAsStream("/" + NAME)) {
      if (packed == null) {
        throw new IllegalStateException("The artifact of Redis does not hold " + NAME);
      }
      Files.createDirectories(cache);
      Path fresh = Files.createTempFile(cache, "redis-", ".new");
      Files.copy(packed, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
      return binary;
    } catch (IOException e) {
      throw new IllegalStateException("Redis could not be copied into " + cache, e);
    }
  }

  private static void requirePlatform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    if (!os.contains("linux") || !arch.equals("amd64")) {
      throw new IllegalStateException(
          "The mesh runs locally on Linux x86-64 only; this machine is " + os + " " + arch);
    }
  }
}
