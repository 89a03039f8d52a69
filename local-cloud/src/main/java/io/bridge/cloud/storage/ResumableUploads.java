package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Uploads in pieces. A session and the bytes it has acknowledged survive a crash; the session ends
 * in the transaction that makes the object.
 */
final class ResumableUploads {

  private static final Duration LIFETIME = Duration.ofDays(7);

  private final ObjectStore objects;
  private final ObjectFiles files;
  private final Sqlite db;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Turns turns = new Turns();

  ResumableUploads(ObjectStore objects, ObjectFiles files, Sqlite db, Clock clock) {
    this.objects = objects;
    this.files = files;
    this.db = db;
    this.clock = clock;
    forgetOld();
    removeRests();
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
   * @throws BrokenBody when the piece does not come to its end, or a newer request took over
   */
  State put(String id, ContentRange range, RequestStream body, ExpectedSums sums)
      throws IOException {
    require(id);
    try (Turns.Turn _ = turns.take(id, body)) {
      ResumableTable.Row row = require(id);
      return row.finished() != null
          ? new State.Complete(row.finished())
          : append(id, row.session(), range, body, sums);
    }
  }

  /** Ends the session; a request that is in work for it is broken off. */
  void cancel(String id, RequestStream body) throws IOException {
    require(id);
    try (Turns.Turn _ = turns.take(id, body)) {
      forget(id);
    }
  }

  private void forget(String id) throws IOException {
    db.write(c -> ResumableTable.delete(c, id));
    Files.deleteIfExists(file(id));
  }

  private State append(
      String id, ResumableSession session, ContentRange range, InputStream body, ExpectedSums sums)
      throws IOException {
    requireDeclaredSize(session, range.total());
    ResumableFile file = new ResumableFile(file(id), session.sizeBytes());
    long received = range.isEmpty() ? file.size() : file.receive(range, body);
    boolean endsIt = range.total() == null && range.last() == null && !range.isEmpty();
    Long total = endsIt ? Long.valueOf(received) : range.total();
    requireDeclaredSize(session, total);
    if (total != null && received > total) {
      throw GoogleError.invalid("More bytes were received than the upload has.");
    }
    boolean whole = total != null && received == total;
    return whole ? finish(id, session, session.sums().and(sums)) : new State.Incomplete(received);
  }

  private static void requireDeclaredSize(ResumableSession session, Long total) {
    if (session.sizeBytes() != null && total != null && !session.sizeBytes().equals(total)) {
      throw GoogleError.invalid("The size differs from X-Upload-Content-Length.");
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
      forget(id);
      throw GoogleError.invalid(mismatch.get());
    }
    // The file keeps its name until the object is live: a crash between loses no byte.
    Path second = files.secondName(file);
    try {
      StoredObject made =
          objects
              .writes()
              .create(
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
        forget(id);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A crash between a transaction and what it does to the files leaves bytes nobody needs. */
  private void removeRests() {
    try (Stream<Path> uploads = Files.list(files.uploads())) {
      for (Path file : uploads.toList()) {
        String id = file.getFileName().toString();
        if (db.read(c -> ResumableTable.find(c, id))
            .filter(it -> it.finished() == null)
            .isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
