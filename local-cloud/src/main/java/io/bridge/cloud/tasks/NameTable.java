package io.bridge.cloud.tasks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** The names that must not be used again yet; they stand in the schema of {@link TaskTable}. */
final class NameTable {
  private NameTable() {}

  /** Nothing may have the name of a task of the queue before a time. */
  static void keepAll(Connection db, String queue, Instant reusable) throws SQLException {
    String sql =
        "INSERT OR REPLACE INTO used_name (queue, id, until)"
            + " SELECT queue, id, ? FROM task WHERE queue = ?";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setLong(1, reusable.toEpochMilli());
      insert.setString(2, queue);
      insert.executeUpdate();
    }
  }

  /** Nothing of the queue may have the name before a time. */
  static void keep(Connection db, String queue, String id, Instant reusable) throws SQLException {
    String sql = "INSERT OR REPLACE INTO used_name (queue, id, until) VALUES (?, ?, ?)";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, queue);
      insert.setString(2, id);
      insert.setLong(3, reusable.toEpochMilli());
      insert.executeUpdate();
    }
  }

  /** Whether a task has the name, or had it until lately. */
  static boolean isTaken(Connection db, String queue, String id, Instant now) throws SQLException {
    try (PreparedStatement forget = db.prepareStatement("DELETE FROM used_name WHERE until <= ?")) {
      forget.setLong(1, now.toEpochMilli());
      forget.executeUpdate();
    }
    String sql =
        "SELECT 1 FROM task WHERE queue = ?1 AND id = ?2"
            + " UNION SELECT 1 FROM used_name WHERE queue = ?1 AND id = ?2";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, queue);
      select.setString(2, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
