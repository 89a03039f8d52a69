package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Uploads in pieces. A session and the bytes it has acknowledged survive a crash; the session ends
 * in the transaction that makes the object.
 */
final class ResumableUploads {

  private static final Duration LIFETIME = Duration.ofDays(7);
  private static final int STRIPES = 64;
  private static final int BUFFER_BYTES = 1 << 17;

  /** Cloud Storage keeps only whole multiples of this before the last piece. */
  private static final long GRAIN_BYTES = 256 * 1024;

  private final ObjectStore objects;
  private final ObjectFiles files;
  private final Sqlite db;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final List<ReentrantLock> stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

  ResumableUploads(ObjectStore objects, ObjectFiles files, Sqlite db, Clock clock) {
    this.objects = objects;
    this.files = files;
    this.db = db;
    this.clock = clock;
    forgetOld();
  }

  /** How far an upload is. */
  sealed interface State {
    /**
     * @param receivedBytes on disk, from the beginning
     */
    record Incomplete(long receivedBytes) implements State {}

    /**
     * @param resource of the object, without links
     */
    record Complete(JsonNode resource) implements State {}
  }

  /** Id of a new session; whoever has it may upload. */
  String start(ResumableSession session) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    db.write(c -> ResumableTable.insert(c, id, session, clock.instant()));
    return id;
  }

  /**
   * Takes a piece.
   *
   * @param sums what the request's headers say about the whole object
   * @throws GoogleError 404 or 410 for a session that is none, 400 for wrong sums or ranges, 503
   *     for a piece that leaves a gap, and what making the object may fail with
   */
  State put(String id, ContentRange range, InputStream body, ExpectedSums sums) throws IOException {
    ReentrantLock stripe = stripes.get(Math.floorMod(id.hashCode(), STRIPES));
    stripe.lock();
    try {
      ResumableTable.Row row = require(id);
      return row.finished() != null
          ? new State.Complete(row.finished())
          : append(id, row.session(), range, body, sums);
    } finally {
      stripe.unlock();
    }
  }

  void cancel(String id) throws IOException {
    require(id);
    db.write(c -> ResumableTable.delete(c, id));
    Files.deleteIfExists(file(id));
  }

  private State append(
      String id, ResumableSession session, ContentRange range, InputStream body, ExpectedSums sums)
      throws IOException {
    requireDeclaredSize(session, range);
    Path file = file(id);
    long received = range.isEmpty() ? size(file) : receive(file, range, body);
    Long total = range.last() == null && !range.isEmpty() ? Long.valueOf(received) : range.total();
    if (total != null && received > total) {
      throw GoogleError.invalid("More bytes were received than the upload has.");
    }
    boolean whole = total != null && received == total;
    return whole ? finish(id, session, session.sums().and(sums)) : new State.Incomplete(received);
  }

  private static void requireDeclaredSize(ResumableSession session, ContentRange range) {
    if (session.sizeBytes() != null
        && range.total() != null
        && !session.sizeBytes().equals(range.total())) {
      throw GoogleError.invalid("The size differs from X-Upload-Content-Length.");
    }
  }

  private static long receive(Path file, ContentRange range, InputStream body) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long received = channel.size();
      if (range.first() > received) {
        throw new GoogleError(
            503,
            "backendError",
            "According to the Content-Range header, the upload offset is "
                + range.first()
                + " byte(s), which exceeds already uploaded size of "
                + received
                + " byte(s).");
      }
      // What came before is sent again by a client that missed our answer.
      body.skipNBytes(Math.min(received - range.first(), range.length()));
      channel.position(received);
      copy(body, channel);
      if (range.last() != null && channel.size() > Math.max(received, range.last() + 1)) {
        channel.truncate(received);
        throw GoogleError.invalid("The request carries more bytes than its Content-Range says.");
      }
      if (!range.isLast()) {
        channel.truncate(Math.max(received, channel.size() / GRAIN_BYTES * GRAIN_BYTES));
      }
      channel.force(true);
      return channel.size();
    }
  }

  private static void copy(InputStream body, FileChannel channel) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  private State finish(String id, ResumableSession session, ExpectedSums expected)
      throws IOException {
    Path file = file(id);
    if (Files.notExists(file)) {
      Files.createFile(file);
    }
    Checksums.Sums sums = Checksums.of(file);
    Optional<String> mismatch = expected.mismatch(sums);
    if (mismatch.isPresent()) {
      cancel(id);
      throw GoogleError.invalid(mismatch.get());
    }
    // The file keeps its name until the object is live: a crash between loses no byte.
    Path second = files.secondName(file);
    try {
      StoredObject made =
          objects.create(
              session.object(),
              second,
              sums,
              (c, object) -> ResumableTable.markFinished(c, id, object));
      Files.deleteIfExists(file);
      return new State.Complete(ObjectResource.GOOGLE.of(made));
    } finally {
      Files.deleteIfExists(second);
    }
  }

  private Path file(String id) {
    return files.uploads().resolve(id);
  }

  /** What is counted here is promised to the client, so it is put on disk first. */
  private static long size(Path file) throws IOException {
    if (Files.notExists(file)) {
      return 0;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
      return channel.size();
    }
  }

  private ResumableTable.Row require(String id) {
    ResumableTable.Row row =
        db.read(c -> ResumableTable.find(c, id))
            .orElseThrow(() -> new GoogleError(404, "notFound", "No such upload session."));
    if (row.created().plus(LIFETIME).isBefore(clock.instant())) {
      throw new GoogleError(410, "gone", "The upload session has expired.");
    }
    return row;
  }

  private void forgetOld() {
    Instant before = clock.instant().minus(LIFETIME);
    for (String id : db.read(c -> ResumableTable.idsBefore(c, before))) {
      try {
        db.write(c -> ResumableTable.delete(c, id));
        Files.deleteIfExists(file(id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
