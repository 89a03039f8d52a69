package io.bridge.cloud.storage;

import io.bridge.cloud.store.Sqlite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The files below {@code storage/}: {@code objects} for good, {@code uploads} for resumable
 * uploads, {@code staging} for what is on its way. The name of an object is never part of a path.
 */
final class ObjectFiles implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ObjectFiles.class.getName());

  /** A reader that has just looked the file up still finds it. */
  private static final Duration GRACE = Duration.ofMinutes(10);

  private final Path objects;
  private final Path uploads;
  private final Path staging;
  private final Sqlite db;
  private final Clock clock;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("storage-sweeper").factory());

  private ObjectFiles(Path root, Sqlite db, Clock clock) throws IOException {
    this.objects = Files.createDirectories(root.resolve("objects"));
    this.uploads = Files.createDirectories(root.resolve("uploads"));
    this.staging = Files.createDirectories(root.resolve("staging"));
    this.db = db;
    this.clock = clock;
  }

  /** Opens the folders and removes what a crash left in them. */
  static ObjectFiles open(Path root, Sqlite db, Clock clock) {
    try {
      ObjectFiles files = new ObjectFiles(root, db, clock);
      files.removeRests();
      files.sweeper.scheduleWithFixedDelay(
          files::sweepQuietly, GRACE.toMinutes(), GRACE.toMinutes(), TimeUnit.MINUTES);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Name of the file of an object: no two generations of any object share one. */
  static String nameOf(StoredObject object) {
    String whole = object.bucket() + "/" + object.name() + "#" + object.generation();
    return HexFormat.of().formatHex(sha256(whole.getBytes(StandardCharsets.UTF_8)));
  }

  Path of(String name) {
    return objects.resolve(name.substring(0, 2)).resolve(name);
  }

  Path uploads() {
    return uploads;
  }

  StagedBytes stage() throws IOException {
    return StagedBytes.in(staging);
  }

  /** A second name for a file, to give away while the first stays. */
  Path secondName(Path file) throws IOException {
    return Files.createLink(staging.resolve(UUID.randomUUID().toString()), file);
  }

  private void removeRests() throws IOException {
    for (Path rest : filesBelow(staging)) {
      Files.deleteIfExists(rest);
    }
    // At the start nobody reads, so no grace is needed.
    sweep(clock.instant().plus(Duration.ofDays(1)));
    for (Path file : filesBelow(objects)) {
      if (!db.<Boolean>read(c -> ObjectTable.knowsFile(c, file.getFileName().toString()))) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void sweepQuietly() {
    try {
      sweep(clock.instant().minus(GRACE));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "Replaced objects could not be removed", e);
    }
  }

  /** Removes the files of what was replaced or deleted before a time. */
  void sweep(Instant before) throws IOException {
    List<String> garbage = db.read(c -> GarbageTable.before(c, before));
    for (String file : garbage) {
      Files.deleteIfExists(of(file));
    }
    if (!garbage.isEmpty()) {
      db.write(
          c -> {
            GarbageTable.forget(c, garbage);
            return null;
          });
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
