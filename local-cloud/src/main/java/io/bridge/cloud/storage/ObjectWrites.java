package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What changes objects: each change is one transaction with the notifications that it owes. */
final class ObjectWrites {
  private static final int STRIPES = 64;

  private final ObjectStore objects;
  private final Sqlite db;
  private final Notifications notifications;
  private final Clock clock;
  private final AtomicLong lastGeneration;
  private final List<ReentrantLock> stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

  ObjectWrites(ObjectStore objects, Sqlite db, Notifications notifications, Clock clock) {
    this.objects = objects;
    this.db = db;
    this.notifications = notifications;
    this.clock = clock;
    this.lastGeneration = new AtomicLong(db.read(ObjectTable::lastGeneration));
  }

  /**
   * Makes the sealed file a live object in one step, or nothing at all.
   *
   * @throws GoogleError 412 when a precondition does not hold
   */
  StoredObject create(NewObject wanted, Path sealed, Checksums.Sums sums) {
    return create(wanted, sealed, sums, (_, _) -> {});
  }

  /** As above; {@code also} happens in the same transaction. */
  StoredObject create(NewObject wanted, Path sealed, Checksums.Sums sums, Also also) {
    objects.bucket(wanted.bucket());
    ReentrantLock stripe = stripes.get(Math.floorMod(wanted.name().hashCode(), STRIPES));
    // Generations of one name must become visible in their order.
    stripe.lock();
    try {
      wanted.preconditions().requireForWrite(objects.find(wanted.bucket(), wanted.name()));
      StoredObject object = object(wanted, sums);
      StagedBytes.move(sealed, objects.file(object));
      commit(wanted, object, also);
      notifications.committed();
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      stripe.unlock();
    }
  }

  /**
   * A refusal is certain to have left no row, so the file can go; after other failures it stays.
   */
  private void commit(NewObject wanted, StoredObject object, Also also) throws IOException {
    try {
      db.write(
          c -> {
            replace(c, wanted, object);
            also.accept(c, object);
            return null;
          });
    } catch (GoogleError e) {
      Files.deleteIfExists(objects.file(object));
      throw e;
    }
  }

  /** Something that becomes true together with an object. */
  @FunctionalInterface
  interface Also {
    void accept(Connection c, StoredObject object) throws SQLException;
  }

  private void replace(Connection c, NewObject wanted, StoredObject object) throws SQLException {
    if (!BucketTable.exists(c, object.bucket())) {
      throw GoogleError.notFound("The specified bucket does not exist.");
    }
    Optional<StoredObject> live =
        ObjectTable.find(c, object.bucket(), object.name()).map(ObjectTable.Row::object);
    wanted.preconditions().requireForWrite(live);
    ObjectTable.put(c, new ObjectTable.Row(object, ObjectFiles.nameOf(object)));
    Long overwrote = live.map(StoredObject::generation).orElse(null);
    if (live.isPresent()) {
      notifications.owe(c, ObjectEvent.overwritten(live.get(), object));
    }
    notifications.owe(c, ObjectEvent.finalized(object, overwrote));
  }

  private StoredObject object(NewObject wanted, Checksums.Sums sums) {
    Instant now = now();
    long micros = ObjectTable.micros(now);
    long generation = lastGeneration.updateAndGet(last -> Math.max(last + 1, micros));
    return new StoredObject(
        wanted.bucket(),
        wanted.name(),
        generation,
        1,
        sums.sizeBytes(),
        sums.crc32c(),
        sums.md5(),
        wanted.components(),
        wanted.metadata(),
        now,
        now);
  }

  /**
   * @param generation of the object to delete; null means the live one
   * @throws GoogleError 404, 412
   */
  void delete(String bucket, String name, Long generation, Preconditions preconditions) {
    objects.bucket(bucket);
    db.write(
        c -> {
          StoredObject live = live(c, bucket, name, generation);
          preconditions.requireForWrite(Optional.of(live));
          ObjectTable.delete(c, bucket, name, clock.instant());
          notifications.owe(c, ObjectEvent.deleted(live, now()));
          return null;
        });
    notifications.committed();
  }

  /** Merges metadata; same errors as {@link #delete}. */
  StoredObject patch(StoredObject seen, UnaryOperator<ObjectMetadata> change, Preconditions pre) {
    StoredObject changed =
        db.write(
            c -> {
              StoredObject live = live(c, seen.bucket(), seen.name(), seen.generation());
              pre.requireForWrite(Optional.of(live));
              StoredObject next = withMetadata(live, change.apply(live.metadata()));
              ObjectTable.updateMetadata(c, next);
              notifications.owe(c, ObjectEvent.metadataUpdated(next));
              return next;
            });
    notifications.committed();
    return changed;
  }

  private StoredObject withMetadata(StoredObject live, ObjectMetadata metadata) {
    return new StoredObject(
        live.bucket(),
        live.name(),
        live.generation(),
        live.metageneration() + 1,
        live.sizeBytes(),
        live.crc32c(),
        live.md5(),
        live.components(),
        metadata,
        live.created(),
        now());
  }

  private static StoredObject live(Connection c, String bucket, String name, Long generation)
      throws SQLException {
    return ObjectTable.find(c, bucket, name)
        .map(ObjectTable.Row::object)
        .filter(object -> generation == null || generation == object.generation())
        .orElseThrow(() -> ObjectStore.noSuchObject(bucket, name));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
