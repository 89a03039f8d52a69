package io.bridge.cloud.storage;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.pubsub.PubSub;
import io.bridge.cloud.store.Sqlite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Objects and their bytes. An object is live when its row is; a file without a row is a rest of
 * something that did not happen or of what was replaced, and is swept away.
 */
public final class ObjectStore implements AutoCloseable {
  private final Buckets buckets;
  private final ObjectFiles files;
  private final Sqlite db;
  private final Notifications notifications;
  private final ResumableUploads resumableUploads;
  private final ObjectWrites writes;

  /** Opens the state; what was left half done by a crash is cleared, what is owed is sent. */
  public ObjectStore(CloudContext context, PubSub pubSub) {
    Clock clock = context.clock();
    this.db =
        Sqlite.open(
            context.dir(),
            "storage",
            List.of(
                ObjectTable.SCHEMA,
                Notifications.SCHEMA,
                ResumableTable.SCHEMA,
                ObjectTable.COMPONENTS,
                BucketTable.SETTINGS));
    this.buckets = new Buckets(context.topology(), db, clock);
    this.notifications = new Notifications(context.topology(), db, pubSub, clock);
    this.files = ObjectFiles.open(context.dir().resolve("storage"), db, clock);
    this.resumableUploads = new ResumableUploads(this, files, db, clock);
    this.writes = new ObjectWrites(this, db, notifications, clock);
    notifications.start();
  }

  /**
   * The file with the bytes of a live object. It stays readable for at least ten minutes after the
   * object was replaced or deleted.
   *
   * @throws GoogleError 404 when there is no such bucket or object
   */
  public Path file(String bucket, String object) {
    return files.of(row(bucket, object).file());
  }

  Path file(StoredObject object) {
    return files.of(ObjectFiles.nameOf(object));
  }

  Buckets buckets() {
    return buckets;
  }

  boolean hasBucket(String name) {
    return buckets.has(name);
  }

  Bucket bucket(String name) {
    return buckets.require(name);
  }

  Optional<StoredObject> find(String bucket, String object) {
    bucket(bucket);
    return db.read(c -> ObjectTable.find(c, bucket, object)).map(ObjectTable.Row::object);
  }

  /**
   * @param generation null means the live one, whichever it is
   * @throws GoogleError 404
   */
  StoredObject live(String bucket, String object, Long generation) {
    return find(bucket, object)
        .filter(live -> generation == null || generation == live.generation())
        .orElseThrow(() -> noSuchObject(bucket, object));
  }

  private ObjectTable.Row row(String bucket, String object) {
    bucket(bucket);
    return db.read(c -> ObjectTable.find(c, bucket, object))
        .orElseThrow(() -> noSuchObject(bucket, object));
  }

  static GoogleError noSuchObject(String bucket, String object) {
    return GoogleError.notFound("No such object: " + bucket + "/" + object);
  }

  ObjectPage list(ObjectQuery query) {
    bucket(query.bucket());
    return db.read(query::run);
  }

  /** What changes objects. */
  ObjectWrites writes() {
    return writes;
  }

  /** A second name for the bytes of an object, to give away while the first stays. */
  Path secondName(StoredObject object) throws IOException {
    return files.secondName(file(object));
  }

  ResumableUploads resumableUploads() {
    return resumableUploads;
  }

  /** A place for bytes on their way; close it in any case. */
  StagedBytes stage() throws IOException {
    return files.stage();
  }

  @Override
  public void close() {
    notifications.close();
    files.close();
    db.close();
  }
}
