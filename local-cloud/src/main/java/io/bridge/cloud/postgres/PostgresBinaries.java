package io.bridge.cloud.postgres;

import io.bridge.cloud.process.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks PostgreSQL's binaries once for each version into a cache folder. */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /**
   * Home of the unpacked binaries ({@code bin/postgres} is in it). Two processes may do this at
   * once: the first to finish wins.
   */
  static Path unpackedInto(Path cache) {
    requirePlatform();
    Path home = cache.resolve("postgresql-" + version());
    if (Files.isExecutable(home.resolve("bin/postgres"))) {
      return home;
    }
    try {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "unpacking-");
      unpack(fresh);
      move(fresh, home);
      return home;
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL could not be unpacked into " + cache, e);
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

  /** The artifact carries no version inside; the archive's length tells two releases apart. */
  private static String version() {
    try {
      return String.valueOf(
          PostgresBinaries.class.getResource(ARCHIVE).openConnection().getContentLengthLong());
    } catch (IOException e) {
      throw new IllegalStateException("The PostgreSQL artifact cannot be read", e);
    }
  }

  private static void unpack(Path into) throws IOException {
    try (InputStream raw = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, into.resolve(entry.getName()).normalize(), into);
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path target, Path root)
      throws IOException {
    if (!target.startsWith(root)) {
      throw new IOException("The archive leaves its folder: " + entry.getName());
    }
    Files.createDirectories(target.getParent());
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, target);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void move(Path fresh, Path home) throws IOException {
    // createTempDirectory gives 0700; as root the server runs as another user and must read here.
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw e;
      }
      FileTree.delete(fresh);
    }
  }
}
