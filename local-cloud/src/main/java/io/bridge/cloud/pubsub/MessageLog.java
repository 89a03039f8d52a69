package io.bridge.cloud.pubsub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Writes the rows of messages and of what each subscription still has to deliver. Publish times are
 * microseconds, due times milliseconds since the epoch.
 */
final class MessageLog {
  /**
   * Due time of an ordered message while an earlier one of its key is not done. Kept in the row, so
   * that finding what is due does not look at a long queue behind one key.
   */
  static final long BLOCKED = Long.MAX_VALUE;

  private MessageLog() {}

  static long insert(Connection db, NewMessage message, Instant now) throws SQLException {
    String sql =
        "INSERT INTO message (data, attributes, ordering_key, published) VALUES (?,?,?,?)"
            + " RETURNING id";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setBytes(1, message.data());
      insert.setString(2, MessageRow.json(message.attributes()));
      insert.setString(3, message.orderingKey());
      insert.setLong(4, MessageRow.micros(now));
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
