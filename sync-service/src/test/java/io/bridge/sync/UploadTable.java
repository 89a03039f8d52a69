package io.bridge.sync;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Puts an upload's row where a crash would have left it. */
public final class UploadTable {
  private UploadTable() {}

  /** Nobody knows the upload's object any more: its notification will be lost. */
  public static void hide(UUID uploadId) {
    update("update upload set object_name = 'hidden/' || object_name where id = ?", uploadId);
  }

  /** The object is known again, and looked for in this many milliseconds. */
  public static void show(UUID uploadId, long millis) {
    update(
        "update upload set object_name = substring(object_name from 8),"
            + " due_at = now() + interval '1 millisecond' * "
            + millis
            + " where id = ?",
        uploadId);
  }

  /** As a holder leaves it that died before its job was inserted, or before it told of it. */
  public static void abandon(UUID uploadId, long generation) {
    abandon(uploadId, generation, 1);
  }

  /** The same by so many holders. */
  public static void abandon(UUID uploadId, long generation, int holders) {
    update(
        "update upload set state = 'LOADING', generation = "
            + generation
            + ", claims = claims + "
            + holders
            + ", lease_until = now(), due_at = now(),"
            + " rows_loaded = null, object_name = regexp_replace(object_name, '^hidden/', '')"
            + " where id = ?",
        uploadId);
  }

  /** The file arrived, no task was made. */
  public static void receive(UUID uploadId, long generation) {
    update(
        "update upload set state = 'RECEIVED', due_at = now() + interval '1 hour', generation = "
            + generation
            + ", object_name = regexp_replace(object_name, '^hidden/', '') where id = ?",
        uploadId);
  }

  /** The holder took too long; it lives on all the same. */
  public static void endLease(UUID uploadId) {
    update(
        "update upload set claims = claims + 1, lease_until = now(), due_at = now() where id = ?",
        uploadId);
  }

  public static void wake(UUID uploadId) {
    update("update upload set due_at = now() where id = ?", uploadId);
  }

  public static void endSignature(UUID uploadId) {
    update(
        "update upload set put_expires_at = now() - interval '1 second', due_at = now()"
            + " where id = ?",
        uploadId);
  }

  public static String objectName(UUID uploadId) {
    return text("select object_name from upload where id = ?", uploadId);
  }

  public static long facts(UUID uploadId, String type) {
    return Long.parseLong(
        text(
            "select count(*) from outbox where payload ->> 'uploadId' = ?::text and type = '"
                + type
                + "'",
            uploadId));
  }

  private static void update(String sql, UUID id) {
    try (Connection database = open();
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, id);
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException("No upload " + id);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String sql, UUID id) {
    try (Connection database = open();
        PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setObject(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection open() throws SQLException {
    Config config = ConfigProvider.getConfig();
    return DriverManager.getConnection(
        "jdbc:" + config.getValue("database.url", String.class),
        config.getValue("database.user", String.class),
        config.getValue("database.password", String.class));
  }
}
