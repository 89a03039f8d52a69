package io.bridge.cloud.pubsub;

import io.bridge.cloud.resource.ResourceTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The log's tables, and what is taken out of them without having been delivered. */
final class LogUpkeep {
  static final List<String> MIGRATIONS =
      List.of(
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
          """,
          // Without foreign keys: each row of these is written and deleted once for each message.
          ResourceTable.schema("topic")
              + ResourceTable.schema("subscription")
              + """
              CREATE TABLE waiting (
                message_id INTEGER NOT NULL, subscription INTEGER NOT NULL,
                ordering_key TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
                due INTEGER NOT NULL, PRIMARY KEY (message_id, subscription)) WITHOUT ROWID;
              CREATE INDEX waiting_due ON waiting (subscription, due, message_id);
              CREATE INDEX waiting_key ON waiting (subscription, ordering_key, message_id)
                WHERE ordering_key <> '';
              INSERT INTO subscription (id, declared, resource)
                SELECT DISTINCT subscription, 1, x'' FROM delivery;
              INSERT INTO waiting (message_id, subscription, ordering_key, attempts, due)
                SELECT d.message_id, s.key, d.ordering_key, d.attempts, d.due
                FROM delivery d JOIN subscription s ON s.id = d.subscription;
              DROP TABLE delivery;
              ALTER TABLE message DROP COLUMN topic;
              """);

  private LogUpkeep() {}

  /** Forgets what nobody will deliver: subscriptions that are gone, messages nobody waits for. */
  static void removeOrphans(Connection db) throws SQLException {
    try (PreparedStatement waiting =
            db.prepareStatement(
                "DELETE FROM waiting WHERE subscription NOT IN (SELECT key FROM subscription)");
        PreparedStatement message =
            db.prepareStatement(
                "DELETE FROM message WHERE id NOT IN (SELECT message_id FROM waiting)")) {
      waiting.executeUpdate();
      message.executeUpdate();
    }
  }

  /** Gives up messages that a subscription has kept for too long. */
  static void expire(Connection db, long subscription, Instant publishedBefore, Instant now)
      throws SQLException {
    String sql =
        "SELECT w.message_id, w.attempts FROM waiting w JOIN message m ON m.id = w.message_id"
            + " WHERE w.subscription = ? AND m.published < ?";
    List<AckId> old = new ArrayList<>();
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, subscription);
      select.setLong(2, MessageRow.micros(publishedBefore));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          old.add(new AckId(subscription, row.getLong(1), row.getInt(2) + 1));
        }
      }
    }
    for (AckId id : old) {
      MessageLog.remove(db, id, now);
    }
  }
}
