package io.bridge.cloud.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.cloud.http.Json;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of messages and of what each subscription still has to deliver. Publish times are
 * microseconds, due times milliseconds since the epoch.
 */
final class MessageLog {
  /**
   * Due time of an ordered message while an earlier one of its key is not done. Kept in the row, so
   * that finding what is due does not look at a long queue behind one key.
   */
  private static final long BLOCKED = Long.MAX_VALUE;

  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private MessageLog() {}

  static long insert(Connection db, NewMessage message, Instant now) throws SQLException {
    String sql =
        "INSERT INTO message (data, attributes, ordering_key, published) VALUES (?,?,?,?)"
            + " RETURNING id";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setBytes(1, message.data());
      insert.setString(2, json(message.attributes()));
      insert.setString(3, message.orderingKey());
      insert.setLong(4, ChronoUnit.MICROS.between(Instant.EPOCH, now));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /**
   * Keeps the message for a subscription that still exists.
   *
   * @param key empty where the order does not matter
   */
  static void keepFor(Connection db, long subscription, long messageId, String key, Instant now)
      throws SQLException {
    boolean waits = !key.isEmpty() && hasKey(db, subscription, key);
    String sql =
        "INSERT INTO waiting (subscription, message_id, ordering_key, due)"
            + " SELECT key, ?, ?, ? FROM subscription WHERE key = ?";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setLong(1, messageId);
      insert.setString(2, key);
      insert.setLong(3, waits ? BLOCKED : now.toEpochMilli());
      insert.setLong(4, subscription);
      insert.executeUpdate();
    }
  }

  private static boolean hasKey(Connection db, long subscription, String key) throws SQLException {
    String sql =
        "SELECT 1 FROM waiting WHERE subscription = ? AND ordering_key = ?"
            + " AND ordering_key <> '' LIMIT 1";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, subscription);
      select.setString(2, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Looks at what is due, longest due first, until the visitor has enough. */
  static void visitDue(
      Connection db, long subscription, Cursor after, Instant now, DueVisitor visitor)
      throws SQLException {
    String sql =
        "SELECT w.due, w.message_id, w.attempts, m.data, m.attributes, m.ordering_key, m.published"
            + " FROM waiting w CROSS JOIN message m ON m.id = w.message_id"
            + " WHERE w.subscription = ? AND w.due <= ? AND (w.due, w.message_id) > (?, ?)"
            + " ORDER BY w.due, w.message_id";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, subscription);
      select.setLong(2, now.toEpochMilli());
      select.setLong(3, after.due());
      select.setLong(4, after.messageId());
      try (ResultSet row = select.executeQuery()) {
        boolean more = true;
        while (more && row.next()) {
          long id = row.getLong(2);
          more =
              visitor.visit(
                  new Cursor(row.getLong(1), id),
                  () -> delivery(new AckId(subscription, id, row.getInt(3) + 1), row, 4));
        }
      }
    }
  }

  /** Where a look at what is due ended. */
  record Cursor(long due, long messageId) {
    static final Cursor START = new Cursor(Long.MIN_VALUE, 0);

    /** So that everything due at a time, or later, comes again. */
    Cursor before(Instant time) {
      long limit = time.toEpochMilli() - 1;
      return due <= limit ? this : new Cursor(limit, Long.MAX_VALUE);
    }
  }

  interface DueVisitor {
    /**
     * @return whether the next is wanted, too
     */
    boolean visit(Cursor position, Content content) throws SQLException;
  }

  interface Content {
    Delivery read() throws SQLException;
  }

  /** When the next message comes due, strictly after a time. */
  static Optional<Instant> nextDue(Connection db, long subscription, Instant after)
      throws SQLException {
    String sql = "SELECT min(due) FROM waiting WHERE subscription = ? AND due > ? AND due < ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, subscription);
      select.setLong(2, after.toEpochMilli());
      select.setLong(3, BLOCKED);
      try (ResultSet row = select.executeQuery()) {
        long due = row.next() ? row.getLong(1) : 0;
        return due == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
      }
    }
  }

  /** The delivery that the id names; empty when it is done, or failed and was made again. */
  static Optional<Delivery> find(Connection db, AckId id) throws SQLException {
    String sql =
        "SELECT m.data, m.attributes, m.ordering_key, m.published"
            + " FROM waiting w JOIN message m ON m.id = w.message_id"
            + " WHERE w.message_id = ? AND w.subscription = ? AND w.attempts = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, id.messageId());
      select.setLong(2, id.subscription());
      select.setInt(3, id.attempt() - 1);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(delivery(id, row, 1)) : Optional.empty();
      }
    }
  }

  private static Delivery delivery(AckId id, ResultSet row, int column) throws SQLException {
    byte[] data = row.getBytes(column);
    Map<String, String> attributes = attributes(row.getString(column + 1));
    String orderingKey = row.getString(column + 2);
    Instant published = Instant.EPOCH.plus(row.getLong(column + 3), ChronoUnit.MICROS);
    long size = NewMessage.sizeBytes(data, attributes, orderingKey);
    return new Delivery(id, data, attributes, orderingKey, published, size);
  }

  private static String json(Map<String, String> attributes) {
    try {
      return attributes.isEmpty() ? "{}" : Json.MAPPER.writeValueAsString(attributes);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> attributes(String json) {
    if (json.equals("{}")) {
      return Map.of();
    }
    try {
      return Json.MAPPER.readValue(json, STRINGS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The subscription is done with the message: the next of its key is due. */
  static void remove(Connection db, AckId id, Instant now) throws SQLException {
    String sql =
        "DELETE FROM waiting WHERE message_id = ? AND subscription = ? AND attempts = ?"
            + " RETURNING ordering_key";
    String key;
    try (PreparedStatement delete = db.prepareStatement(sql)) {
      delete.setLong(1, id.messageId());
      delete.setLong(2, id.subscription());
      delete.setInt(3, id.attempt() - 1);
      try (ResultSet row = delete.executeQuery()) {
        if (!row.next()) {
          return;
        }
        key = row.getString(1);
      }
    }
    if (!key.isEmpty()) {
      releaseNext(db, id.subscription(), key, now);
    }
    removeUnwanted(db, id.messageId());
  }

  private static void releaseNext(Connection db, long subscription, String key, Instant now)
      throws SQLException {
    String sql =
        "UPDATE waiting SET due = ?1 WHERE subscription = ?2 AND due = ?4 AND message_id ="
            + " (SELECT min(message_id) FROM waiting"
            + " WHERE subscription = ?2 AND ordering_key = ?3 AND ordering_key <> '')";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setLong(1, now.toEpochMilli());
      update.setLong(2, subscription);
      update.setString(3, key);
      update.setLong(4, BLOCKED);
      update.executeUpdate();
    }
  }

  /** Forgets a message that no subscription waits for. */
  static void removeUnwanted(Connection db, long messageId) throws SQLException {
    String sql =
        "DELETE FROM message WHERE id = ?1"
            + " AND NOT EXISTS (SELECT 1 FROM waiting WHERE message_id = ?1)";
    try (PreparedStatement delete = db.prepareStatement(sql)) {
      delete.setLong(1, messageId);
      delete.executeUpdate();
    }
  }

  /** The delivery failed; the next is due at a time. */
  static void postpone(Connection db, AckId id, Instant due) throws SQLException {
    String sql =
        "UPDATE waiting SET attempts = ?, due = ?"
            + " WHERE message_id = ? AND subscription = ? AND attempts = ?";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setInt(1, id.attempt());
      update.setLong(2, due.toEpochMilli());
      update.setLong(3, id.messageId());
      update.setLong(4, id.subscription());
      update.setInt(5, id.attempt() - 1);
      update.executeUpdate();
    }
  }
}
