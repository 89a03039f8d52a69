package io.bridge.cloud.scheduler;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When each job runs next and what came of its last attempt; milliseconds since the epoch. */
final class JobTable {
  static final String SCHEMA =
      """
      CREATE TABLE job (
        name TEXT PRIMARY KEY, schedule TEXT NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
      """;

  static final String ATTEMPTS =
      """
      ALTER TABLE job ADD COLUMN scheduled INTEGER;
      ALTER TABLE job ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE job ADD COLUMN first_attempt INTEGER;
      ALTER TABLE job ADD COLUMN last_attempt INTEGER;
      ALTER TABLE job ADD COLUMN last_code INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE job ADD COLUMN forced INTEGER NOT NULL DEFAULT 0;
      """;

  private JobTable() {}

  /** Adds the job; one whose schedule is still the same keeps its time. */
  static void declare(Connection db, String name, String schedule, Instant due)
      throws SQLException {
    String sql =
        "INSERT INTO job (name, schedule, due) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE"
            + " SET schedule = excluded.schedule, due = excluded.due, scheduled = NULL,"
            + " failures = 0, first_attempt = NULL, forced = 0"
            + " WHERE job.schedule <> excluded.schedule";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, name);
      insert.setString(2, schedule);
      insert.setLong(3, due.toEpochMilli());
      insert.executeUpdate();
    }
  }

  static List<String> names(Connection db) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement select = db.prepareStatement("SELECT name FROM job");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  static List<JobRun> due(Connection db, Instant now) throws SQLException {
    try (PreparedStatement select =
        db.prepareStatement("SELECT * FROM job WHERE due <= ? ORDER BY due")) {
      select.setLong(1, now.toEpochMilli());
      return runs(select);
    }
  }

  static Optional<JobRun> find(Connection db, String name) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT * FROM job WHERE name = ?")) {
      select.setString(1, name);
      return runs(select).stream().findFirst();
    }
  }

  static Optional<Instant> nextDue(Connection db, Instant after) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT min(due) FROM job WHERE due > ?")) {
      select.setLong(1, after.toEpochMilli());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(instant(row, 1)) : Optional.empty();
      }
    }
  }

  /** From now on it is due then, for that time of its schedule, as a new execution. */
  static void schedule(Connection db, String name, Instant due, boolean forced)
      throws SQLException {
    String sql =
        "UPDATE job SET due = ?, scheduled = NULL, failures = 0, first_attempt = NULL, forced = ?"
            + " WHERE name = ?";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setLong(1, due.toEpochMilli());
      update.setBoolean(2, forced);
      update.setString(3, name);
      update.executeUpdate();
    }
  }

  /**
   * Notes what came of an attempt. A job that was scheduled anew meanwhile keeps that.
   *
   * @param attempted as it was when the attempt began
   */
  static void attempted(Connection db, JobRun attempted, JobRun now) throws SQLException {
    try (PreparedStatement update =
        db.prepareStatement("UPDATE job SET last_attempt = ?, last_code = ? WHERE name = ?")) {
      update.setLong(1, now.lastAttempt().toEpochMilli());
      update.setInt(2, now.lastCode());
      update.setString(3, now.job());
      update.executeUpdate();
    }
    String sql =
        "UPDATE job SET due = ?, scheduled = ?, failures = ?, first_attempt = ?, forced = ?"
            + " WHERE name = ? AND due = ?";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setLong(1, now.due().toEpochMilli());
      update.setLong(2, now.scheduled().toEpochMilli());
      update.setInt(3, now.failures());
      update.setObject(4, now.firstAttempt() == null ? null : now.firstAttempt().toEpochMilli());
      update.setBoolean(5, now.forced());
      update.setString(6, now.job());
      update.setLong(7, attempted.due().toEpochMilli());
      update.executeUpdate();
    }
  }

  static void remove(Connection db, String name) throws SQLException {
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM job WHERE name = ?")) {
      delete.setString(1, name);
      delete.executeUpdate();
    }
  }

  private static List<JobRun> runs(PreparedStatement select) throws SQLException {
    List<JobRun> runs = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        runs.add(run(row));
      }
    }
    return runs;
  }

  private static JobRun run(ResultSet row) throws SQLException {
    Instant due = instant(row, 3);
    Instant scheduled = instant(row, 4);
    return new JobRun(
        row.getString(1),
        due,
        scheduled == null ? due : scheduled,
        row.getInt(5),
        instant(row, 6),
        instant(row, 7),
        row.getInt(8),
        row.getBoolean(9));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
