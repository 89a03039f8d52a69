package io.bridge.cloud.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.store.Sqlite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  static final String SCHEMA =
      """
      CREATE TABLE resumable (
        id TEXT PRIMARY KEY, bucket TEXT NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL,
        created INTEGER NOT NULL, finished TEXT) WITHOUT ROWID;
      """;

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

  /**
   * @param sizeBytes as declared at the start; null when not declared
   */
  record Session(NewObject object, ExpectedSums sums, Long sizeBytes) {}

  private record Row(Session session, Instant created, JsonNode finished) {}

  /** Id of a new session; whoever has it may upload. */
  String start(Session session) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    db.write(c -> insert(c, id, session));
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
      Row row = require(id);
      return row.finished() != null
          ? new State.Complete(row.finished())
          : append(id, row.session(), range, body, sums);
    } finally {
      stripe.unlock();
    }
  }

  void cancel(String id) throws IOException {
    require(id);
    db.write(c -> delete(c, id));
    Files.deleteIfExists(file(id));
  }

  private State append(
      String id, Session session, ContentRange range, InputStream body, ExpectedSums sums)
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

  private static void requireDeclaredSize(Session session, ContentRange range) {
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
            "According to the Content-Range header, the upload offset is %d byte(s), which exceeds already uploaded size of %d byte(s)."
                .formatted(range.first(), received));
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

  private State finish(String id, Session session, ExpectedSums expected) throws IOException {
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
              session.object(), second, sums, (c, object) -> markFinished(c, id, object));
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

  private Row require(String id) {
    Row row =
        db.read(c -> find(c, id))
            .orElseThrow(() -> new GoogleError(404, "notFound", "No such upload session."));
    if (row.created().plus(LIFETIME).isBefore(clock.instant())) {
      throw new GoogleError(410, "gone", "The upload session has expired.");
    }
    return row;
  }

  private void forgetOld() {
    long before = ObjectTable.micros(clock.instant().minus(LIFETIME));
    for (String id : db.read(c -> idsBefore(c, before))) {
      try {
        db.write(c -> delete(c, id));
        Files.deleteIfExists(file(id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Void insert(Connection c, String id, Session session) throws SQLException {
    String sql = "INSERT INTO resumable (id, bucket, name, request, created) VALUES (?,?,?,?,?)";
    try (PreparedStatement insert = c.prepareStatement(sql)) {
      insert.setString(1, id);
      insert.setString(2, session.object().bucket());
      insert.setString(3, session.object().name());
      insert.setString(4, toJson(session));
      insert.setLong(5, ObjectTable.micros(clock.instant()));
      insert.executeUpdate();
      return null;
    }
  }

  private static void markFinished(Connection c, String id, StoredObject object)
      throws SQLException {
    String sql = "UPDATE resumable SET finished = ? WHERE id = ?";
    try (PreparedStatement update = c.prepareStatement(sql)) {
      update.setString(1, ObjectResource.GOOGLE.of(object).toString());
      update.setString(2, id);
      update.executeUpdate();
    }
  }

  private static Void delete(Connection c, String id) throws SQLException {
    try (PreparedStatement delete = c.prepareStatement("DELETE FROM resumable WHERE id = ?")) {
      delete.setString(1, id);
      delete.executeUpdate();
      return null;
    }
  }

  private static List<String> idsBefore(Connection c, long created) throws SQLException {
    String sql = "SELECT id FROM resumable WHERE created < ?";
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setLong(1, created);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  private static Optional<Row> find(Connection c, String id) throws SQLException {
    String sql = "SELECT bucket, name, request, created, finished FROM resumable WHERE id = ?";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    String finished = row.getString(5);
    return new Row(
        session(row.getString(1), row.getString(2), parse(row.getString(3))),
        ObjectTable.instant(row.getLong(4)),
        finished == null ? null : parse(finished));
  }

  private static JsonNode parse(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String toJson(Session session) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    session.object().metadata().writeTo(node.putObject("metadata"));
    node.set("preconditions", Json.MAPPER.valueToTree(session.object().preconditions()));
    node.set("sums", Json.MAPPER.valueToTree(session.sums()));
    node.put("size", session.sizeBytes());
    return node.toString();
  }

  private static Session session(String bucket, String name, JsonNode request) {
    try {
      NewObject object =
          new NewObject(
              bucket,
              name,
              ObjectMetadata.from(request.get("metadata")),
              Json.MAPPER.treeToValue(request.get("preconditions"), Preconditions.class));
      ExpectedSums sums = Json.MAPPER.treeToValue(request.get("sums"), ExpectedSums.class);
      JsonNode size = request.path("size");
      return new Session(object, sums, size.isNumber() ? size.longValue() : null);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
