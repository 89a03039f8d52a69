package io.bridge.cloud.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.cloud.http.Json;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of tasks. Times are milliseconds. */
final class TaskTable {
  static final String SCHEMA =
      """
      CREATE TABLE task (
        queue TEXT NOT NULL, id TEXT NOT NULL, url TEXT NOT NULL, headers TEXT NOT NULL,
        body BLOB NOT NULL, service_account TEXT NOT NULL, audience TEXT NOT NULL,
        deadline INTEGER NOT NULL, created INTEGER NOT NULL, due INTEGER NOT NULL,
        dispatches INTEGER NOT NULL, responses INTEGER NOT NULL, executions INTEGER NOT NULL,
        first_attempt INTEGER, last_attempt INTEGER, last_status INTEGER NOT NULL,
        PRIMARY KEY (queue, id));
      CREATE INDEX task_due ON task (queue, due);
      CREATE TABLE used_name (
        queue TEXT NOT NULL, id TEXT NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (queue, id)) WITHOUT ROWID;
      """;

  private static final String COLUMNS =
      "queue, id, url, headers, body, service_account, audience, deadline, created, due,"
          + " dispatches, responses, executions, first_attempt, last_attempt, last_status";

  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private TaskTable() {}

  static void insert(Connection db, QueueTask task) throws SQLException {
    String sql =
        "INSERT INTO task (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,0,0,0,NULL,NULL,0)";
    QueueTask.Call call = task.call();
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, task.queue());
      insert.setString(2, task.id());
      insert.setString(3, call.url());
      insert.setString(4, Json.MAPPER.valueToTree(call.headers()).toString());
      insert.setBytes(5, call.body());
      insert.setString(6, call.serviceAccount());
      insert.setString(7, call.audience());
      insert.setLong(8, call.deadline().toMillis());
      insert.setLong(9, task.created().toEpochMilli());
      insert.setLong(10, task.due().toEpochMilli());
      insert.executeUpdate();
    }
  }

  static Optional<QueueTask> find(Connection db, String queue, String id) throws SQLException {
    String sql = "SELECT " + COLUMNS + " FROM task WHERE queue = ? AND id = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, queue);
      select.setString(2, id);
      return tasks(select).stream().findFirst();
    }
  }

  /** Tasks by id, from one on. */
  static List<QueueTask> list(Connection db, String queue, String fromId, int limit)
      throws SQLException {
    String sql = "SELECT " + COLUMNS + " FROM task WHERE queue = ? AND id >= ? ORDER BY id LIMIT ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, queue);
      select.setString(2, fromId);
      select.setInt(3, limit);
      return tasks(select);
    }
  }

  static List<String> due(Connection db, String queue, Instant now, int limit) throws SQLException {
    String sql = "SELECT id FROM task WHERE queue = ? AND due <= ? ORDER BY due, rowid LIMIT ?";
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, queue);
      select.setLong(2, now.toEpochMilli());
      select.setInt(3, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  static Optional<Instant> nextDue(Connection db, String queue, Instant after) throws SQLException {
    String sql = "SELECT min(due) FROM task WHERE queue = ? AND due > ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, queue);
      select.setLong(2, after.toEpochMilli());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.ofNullable(instant(row, 1)) : Optional.empty();
      }
    }
  }

  static void update(Connection db, QueueTask task) throws SQLException {
    String sql =
        "UPDATE task SET due = ?, dispatches = ?, responses = ?, executions = ?,"
            + " first_attempt = ?, last_attempt = ?, last_status = ? WHERE queue = ? AND id = ?";
    QueueTask.Progress progress = task.progress();
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setLong(1, task.due().toEpochMilli());
      update.setInt(2, progress.dispatches());
      update.setInt(3, progress.responses());
      update.setInt(4, progress.executions());
      update.setObject(5, millis(progress.firstAttempt()));
      update.setObject(6, millis(progress.lastAttempt()));
      update.setInt(7, progress.lastStatus());
      update.setString(8, task.queue());
      update.setString(9, task.id());
      update.executeUpdate();
    }
  }

  /**
   * @param reusable when a new task may have the name
   * @return false when there is no such task
   */
  static boolean delete(Connection db, String queue, String id, Instant reusable)
      throws SQLException {
    try (PreparedStatement delete =
        db.prepareStatement("DELETE FROM task WHERE queue = ? AND id = ?")) {
      delete.setString(1, queue);
      delete.setString(2, id);
      if (delete.executeUpdate() == 0) {
        return false;
      }
    }
    NameTable.keep(db, queue, id, reusable);
    return true;
  }

  /** Takes away every task of a queue. */
  static void deleteAll(Connection db, String queue, Instant reusable) throws SQLException {
    NameTable.keepAll(db, queue, reusable);
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM task WHERE queue = ?")) {
      delete.setString(1, queue);
      delete.executeUpdate();
    }
  }

  private static List<QueueTask> tasks(PreparedStatement select) throws SQLException {
    List<QueueTask> tasks = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        tasks.add(task(row));
      }
    }
    return tasks;
  }

  private static QueueTask task(ResultSet row) throws SQLException {
    QueueTask.Call call =
        new QueueTask.Call(
            row.getString(3),
            headers(row.getString(4)),
            row.getBytes(5),
            row.getString(6),
            row.getString(7),
            Duration.ofMillis(row.getLong(8)));
    QueueTask.Progress progress =
        new QueueTask.Progress(
            row.getInt(11),
            row.getInt(12),
            row.getInt(13),
            instant(row, 14),
            instant(row, 15),
            row.getInt(16));
    return new QueueTask(
        row.getString(1), row.getString(2), call, instant(row, 9), instant(row, 10), progress);
  }

  private static Map<String, String> headers(String json) {
    try {
      return Json.MAPPER.readValue(json, STRINGS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }
}
