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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of messages and of what each subscription still has to deliver. Publish times are
 * microseconds, due times milliseconds since the epoch.
 */
final class MessageLog {
  static final String SCHEMA =
      """
      CREATE TABLE message (
        id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, data BLOB NOT NULL,
        attributes TEXT NOT NULL, ordering_key TEXT NOT NULL, published INTEGER NOT NULL);
      CREATE TABLE delivery (
        subscription TEXT NOT NULL, message_id INTEGER NOT NULL REFERENCES message (id),
        ordering_key TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL,
        PRIMARY KEY (subscription, message_id)) WITHOUT ROWID;
      CREATE INDEX delivery_due ON delivery (subscription, due);
      CREATE INDEX delivery_key ON delivery (subscription, ordering_key, message_id);
      CREATE INDEX delivery_message ON delivery (message_id);
      """;

  /**
   * Due time of an ordered message while an earlier one of its key is not done. Kept in the row, so
   * that finding what is due does not look at a long queue behind one key.
   */
  private static final long BLOCKED = Long.MAX_VALUE;

  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private MessageLog() {}

  /**
   * Keeps the message for each of the subscriptions; without any, it only gets an id.
   *
   * @param subscriptions by name, and whether it keeps the order of a key
   * @return id of the message
   */
  static long append(
      Connection db,
      String topic,
      NewMessage message,
      Instant now,
      Map<String, Boolean> subscriptions)
      throws SQLException {
    long id = insertMessage(db, topic, message, now);
    String sql =
        "INSERT INTO delivery (subscription, message_id, ordering_key, due) VALUES (?,?,?,?)";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      for (Map.Entry<String, Boolean> subscription : subscriptions.entrySet()) {
        String key = message.orderingKey();
        boolean waits =
            subscription.getValue() && !key.isEmpty() && hasKey(db, subscription.getKey(), key);
        insert.setString(1, subscription.getKey());
        insert.setLong(2, id);
        insert.setString(3, key);
        insert.setLong(4, waits ? BLOCKED : now.toEpochMilli());
        insert.executeUpdate();
      }
    }
    removeUnwanted(db, id);
    return id;
  }

  private static boolean hasKey(Connection db, String subscription, String key)
      throws SQLException {
    String sql = "SELECT 1 FROM delivery WHERE subscription = ? AND ordering_key = ? LIMIT 1";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, subscription);
      select.setString(2, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static long insertMessage(Connection db, String topic, NewMessage message, Instant now)
      throws SQLException {
    String sql =
        "INSERT INTO message (topic, data, attributes, ordering_key, published)"
            + " VALUES (?,?,?,?,?) RETURNING id";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, topic);
      insert.setBytes(2, message.data());
      insert.setString(3, Json.MAPPER.valueToTree(message.attributes()).toString());
      insert.setString(4, message.orderingKey());
      insert.setLong(5, ChronoUnit.MICROS.between(Instant.EPOCH, now));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Messages due to a subscription, longest due first. */
  static List<Long> due(Connection db, String subscription, Instant now, int limit)
      throws SQLException {
    String sql =
        "SELECT message_id FROM delivery WHERE subscription = ? AND due <= ?"
            + " ORDER BY due, message_id LIMIT ?";
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, subscription);
      select.setLong(2, now.toEpochMilli());
      select.setInt(3, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
    }
    return ids;
  }

  /** When the next message comes due, strictly after a time. */
  static Optional<Instant> nextDue(Connection db, String subscription, Instant after)
      throws SQLException {
    String sql = "SELECT min(due) FROM delivery WHERE subscription = ? AND due > ? AND due < ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, subscription);
      select.setLong(2, after.toEpochMilli());
      select.setLong(3, BLOCKED);
      try (ResultSet row = select.executeQuery()) {
        long due = row.next() ? row.getLong(1) : 0;
        return due == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
      }
    }
  }

  static Optional<Delivery> find(Connection db, String subscription, long messageId)
      throws SQLException {
    String sql =
        "SELECT m.topic, m.data, m.attributes, m.ordering_key, m.published, d.attempts"
            + " FROM delivery d JOIN message m ON m.id = d.message_id"
            + " WHERE d.subscription = ? AND d.message_id = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, subscription);
      select.setLong(2, messageId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(delivery(messageId, row)) : Optional.empty();
      }
    }
  }

  private static Delivery delivery(long messageId, ResultSet row) throws SQLException {
    return new Delivery(
        messageId,
        row.getString(1),
        row.getBytes(2),
        attributes(row.getString(3)),
        row.getString(4),
        Instant.EPOCH.plus(row.getLong(5), ChronoUnit.MICROS),
        row.getInt(6));
  }

  private static Map<String, String> attributes(String json) {
    try {
      return Json.MAPPER.readValue(json, STRINGS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The subscription is done with the message: the next of its key is due. */
  static void remove(Connection db, String subscription, Delivery done, Instant now)
      throws SQLException {
    String sql = "DELETE FROM delivery WHERE subscription = ? AND message_id = ?";
    try (PreparedStatement delete = db.prepareStatement(sql)) {
      delete.setString(1, subscription);
      delete.setLong(2, done.messageId());
      delete.executeUpdate();
    }
    if (!done.orderingKey().isEmpty()) {
      releaseNext(db, subscription, done.orderingKey(), now);
    }
    removeUnwanted(db, done.messageId());
  }

  private static void releaseNext(Connection db, String subscription, String key, Instant now)
      throws SQLException {
    String sql =
        "UPDATE delivery SET due = ?1 WHERE subscription = ?2 AND due = ?4 AND message_id ="
            + " (SELECT min(message_id) FROM delivery"
            + " WHERE subscription = ?2 AND ordering_key = ?3)";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, subscription);
      update.setString(3, key);
      update.setLong(4, BLOCKED);
      update.executeUpdate();
    }
  }

  private static void removeUnwanted(Connection db, long messageId) throws SQLException {
    String sql =
        "DELETE FROM message WHERE id = ?1"
            + " AND NOT EXISTS (SELECT 1 FROM delivery WHERE message_id = ?1)";
    try (PreparedStatement delete = db.prepareStatement(sql)) {
      delete.setLong(1, messageId);
      delete.executeUpdate();
    }
  }

  /** One more attempt was made; the next is due at a time. */
  static void postpone(
      Connection db, String subscription, long messageId, int attempts, Instant due)
      throws SQLException {
    String sql =
        "UPDATE delivery SET attempts = ?, due = ? WHERE subscription = ? AND message_id = ?";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setInt(1, attempts);
      update.setLong(2, due.toEpochMilli());
      update.setString(3, subscription);
      update.setLong(4, messageId);
      update.executeUpdate();
    }
  }
}
