package io.bridge.cloud.scheduler;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When each job runs next, in milliseconds since the epoch. */
final class JobTable {
  static final String SCHEMA =
      """
      CREATE TABLE job (
        name TEXT PRIMARY KEY, schedule TEXT NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
      """;

  private JobTable() {}

  /** Adds the job; one whose schedule is still the same keeps its time. */
  static void declare(Connection db, String name, String schedule, Instant due)
      throws SQLException {
    String sql =
        "INSERT INTO job (name, schedule, due) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE"
            + " SET schedule = excluded.schedule, due = excluded.due"
            + " WHERE job.schedule <> excluded.schedule";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, name);
      insert.setString(2, schedule);
      insert.setLong(3, due.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static List<String> names(Connection db) throws SQLException {
    return names(db.prepareStatement("SELECT name FROM job"));
  }

  static List<String> due(Connection db, Instant now) throws SQLException {
    PreparedStatement select =
        db.prepareStatement("SELECT name FROM job WHERE due <= ? ORDER BY due");
    select.setLong(1, now.toEpochMilli());
    return names(select);
  }

  private static List<String> names(PreparedStatement select) throws SQLException {
    List<String> names = new ArrayList<>();
    try (select;
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  static Optional<Instant> nextDue(Connection db, Instant after) throws SQLException {
    return instant(db, "SELECT min(due) FROM job WHERE due > ?", after.toEpochMilli());
  }

  static Optional<Instant> dueOf(Connection db, String name) throws SQLException {
    return instant(db, "SELECT due FROM job WHERE name = ?", name);
  }

  private static Optional<Instant> instant(Connection db, String sql, Object argument)
      throws SQLException {
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setObject(1, argument);
      try (ResultSet row = select.executeQuery()) {
        long due = row.next() ? row.getLong(1) : 0;
        return due == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
      }
    }
  }

  static void postpone(Connection db, String name, Instant due) throws SQLException {
    try (PreparedStatement update = db.prepareStatement("UPDATE job SET due = ? WHERE name = ?")) {
      update.setLong(1, due.toEpochMilli());
      update.setString(2, name);
      update.executeUpdate();
    }
  }

  static void remove(Connection db, String name) throws SQLException {
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM job WHERE name = ?")) {
      delete.setString(1, name);
      delete.executeUpdate();
    }
  }
}
