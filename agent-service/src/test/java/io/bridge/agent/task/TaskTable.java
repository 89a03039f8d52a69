package io.bridge.agent.task;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Puts a task's row where a crash would have left it. */
final class TaskTable {
  private TaskTable() {}

  /** As holders leave it that died. */
  static void abandon(UUID task, int attempts) {
    update(
        "update agent_task set status = 'RUNNING', result = null, failure = null, attempt = "
            + attempts
            + ", lease_until = now(), due_at = now() where id = ?",
        task);
  }

  /** As it is left where the process died between its acceptance and the queue. */
  static void unqueue(UUID task) {
    update(
        "update agent_task set status = 'PENDING', result = null, failure = null, attempt = 0,"
            + " lease_until = null, due_at = now() where id = ?",
        task);
  }

  /** The holder took too long; it lives on all the same. */
  static void endLease(UUID task) {
    update("update agent_task set attempt = attempt + 1 where id = ?", task);
  }

  static long facts(UUID task, String type) {
    String sql =
        "select count(*) from outbox where payload ->> 'taskId' = ?::text and type = '"
            + type
            + "'";
    try (Connection database = open();
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, task);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(String sql, UUID id) {
    try (Connection database = open();
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, id);
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("No task " + id);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection open() throws SQLException {
    // Also called by threads of played peers, which have no class loader of the service.
    Config config = ConfigProvider.getConfig(TaskTable.class.getClassLoader());
    return DriverManager.getConnection(
        "jdbc:" + config.getValue("database.url", String.class),
        config.getValue("database.user", String.class),
        config.getValue("database.password", String.class));
  }
}
