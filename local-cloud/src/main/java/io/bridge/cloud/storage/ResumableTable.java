package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of resumable uploads. */
final class ResumableTable {
  static final String SCHEMA =
      """
      CREATE TABLE resumable (
        id TEXT PRIMARY KEY, bucket TEXT NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL,
        created INTEGER NOT NULL, finished TEXT) WITHOUT ROWID;
      """;

  private ResumableTable() {}

  /**
   * @param finished resource of the object that was made; null before
   */
  record Row(ResumableSession session, Instant created, JsonNode finished) {}

  static Void insert(Connection c, String id, ResumableSession session, Instant now)
      throws SQLException {
    String sql = "INSERT INTO resumable (id, bucket, name, request, created) VALUES (?,?,?,?,?)";
    try (PreparedStatement insert = c.prepareStatement(sql)) {
      insert.setString(1, id);
      insert.setString(2, session.object().bucket());
      insert.setString(3, session.object().name());
      insert.setString(4, session.toJson());
      insert.setLong(5, ObjectTable.micros(now));
      insert.executeUpdate();
      return null;
    }
  }

  static void markFinished(Connection c, String id, StoredObject object) throws SQLException {
    String sql = "UPDATE resumable SET finished = ? WHERE id = ?";
    try (PreparedStatement update = c.prepareStatement(sql)) {
      update.setString(1, ObjectResource.GOOGLE.of(object).toString());
      update.setString(2, id);
      update.executeUpdate();
    }
  }

  static Void delete(Connection c, String id) throws SQLException {
    try (PreparedStatement delete = c.prepareStatement("DELETE FROM resumable WHERE id = ?")) {
      delete.setString(1, id);
      delete.executeUpdate();
      return null;
    }
  }

  static List<String> idsBefore(Connection c, Instant created) throws SQLException {
    String sql = "SELECT id FROM resumable WHERE created < ?";
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setLong(1, ObjectTable.micros(created));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  static Optional<Row> find(Connection c, String id) throws SQLException {
    String sql = "SELECT bucket, name, request, created, finished FROM resumable WHERE id = ?";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row(row)) : Optional.empty();
      }
    }
  }

  private static Row row(ResultSet row) throws SQLException {
    String finished = row.getString(5);
    return new Row(
        ResumableSession.fromJson(row.getString(1), row.getString(2), parse(row.getString(3))),
        ObjectTable.instant(row.getLong(4)),
        finished == null ? null : parse(finished));
  }

  private static JsonNode parse(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
