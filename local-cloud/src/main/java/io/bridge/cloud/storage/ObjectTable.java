package io.bridge.cloud.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of live objects and of files that no object needs any more. Times are microseconds. */
final class ObjectTable {
  static final String SCHEMA =
      """
      CREATE TABLE bucket (name TEXT PRIMARY KEY, created INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE object (
        bucket TEXT NOT NULL, name TEXT NOT NULL, generation INTEGER NOT NULL,
        metageneration INTEGER NOT NULL, size_bytes INTEGER NOT NULL, crc32c TEXT NOT NULL,
        md5 TEXT NOT NULL, metadata TEXT NOT NULL, created INTEGER NOT NULL,
        updated INTEGER NOT NULL, file TEXT NOT NULL UNIQUE,
        PRIMARY KEY (bucket, name)) WITHOUT ROWID;
      CREATE TABLE garbage (file TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
      """;

  /** An object of many has no MD5, which is empty text then. */
  static final String COMPONENTS = "ALTER TABLE object ADD COLUMN components INTEGER";

  private static final String COLUMNS =
      "bucket, name, generation, metageneration, size_bytes, crc32c, md5, metadata, created,"
          + " updated, file, components";

  private ObjectTable() {}

  /**
   * @param file name of the file below the folder of objects
   */
  record Row(StoredObject object, String file) {}

  static Optional<Row> find(Connection db, String bucket, String name) throws SQLException {
    String sql = "SELECT " + COLUMNS + " FROM object WHERE bucket = ? AND name = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, bucket);
      select.setString(2, name);
      return rows(select).stream().findFirst();
    }
  }

  /** Objects from a name on, in the order of their names' UTF-8 bytes. */
  static List<StoredObject> from(Connection db, String bucket, String name, int limit)
      throws SQLException {
    String sql =
        "SELECT " + COLUMNS + " FROM object WHERE bucket = ? AND name >= ? ORDER BY name LIMIT ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, bucket);
      select.setString(2, name);
      select.setInt(3, limit);
      return rows(select).stream().map(Row::object).toList();
    }
  }

  /** Inserts or replaces; the file of what was replaced becomes garbage. */
  static void put(Connection db, Row row) throws SQLException {
    delete(db, row.object().bucket(), row.object().name(), row.object().updated());
    String sql = "INSERT INTO object (" + COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?)";
    StoredObject object = row.object();
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, object.bucket());
      insert.setString(2, object.name());
      insert.setLong(3, object.generation());
      insert.setLong(4, object.metageneration());
      insert.setLong(5, object.sizeBytes());
      insert.setString(6, object.crc32c());
      insert.setString(7, object.md5() == null ? "" : object.md5());
      insert.setString(8, object.metadata().toJson());
      insert.setLong(9, micros(object.created()));
      insert.setLong(10, micros(object.updated()));
      insert.setString(11, row.file());
      insert.setObject(12, object.components());
      insert.executeUpdate();
    }
  }

  static void updateMetadata(Connection db, StoredObject object) throws SQLException {
    String sql =
        "UPDATE object SET metageneration = ?, metadata = ?, updated = ?"
            + " WHERE bucket = ? AND name = ?";
    try (PreparedStatement update = db.prepareStatement(sql)) {
      update.setLong(1, object.metageneration());
      update.setString(2, object.metadata().toJson());
      update.setLong(3, micros(object.updated()));
      update.setString(4, object.bucket());
      update.setString(5, object.name());
      update.executeUpdate();
    }
  }

  static void delete(Connection db, String bucket, String name, Instant now) throws SQLException {
    GarbageTable.add(db, bucket, name, now);
    String sql = "DELETE FROM object WHERE bucket = ? AND name = ?";
    try (PreparedStatement delete = db.prepareStatement(sql)) {
      delete.setString(1, bucket);
      delete.setString(2, name);
      delete.executeUpdate();
    }
  }

  static boolean knowsFile(Connection db, String file) throws SQLException {
    String sql = "SELECT file FROM object WHERE file = ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setString(1, file);
      return !strings(select).isEmpty();
    }
  }

  static long lastGeneration(Connection db) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT max(generation) FROM object");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  static List<String> strings(PreparedStatement select) throws SQLException {
    List<String> strings = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
    }
    return strings;
  }

  private static List<Row> rows(PreparedStatement select) throws SQLException {
    List<Row> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(new Row(object(row), row.getString(11)));
      }
    }
    return found;
  }

  private static StoredObject object(ResultSet row) throws SQLException {
    JsonNode metadata = Json.read(row.getString(8).getBytes(StandardCharsets.UTF_8));
    return new StoredObject(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getString(6),
        row.getString(7).isEmpty() ? null : row.getString(7),
        (Integer) row.getObject(12),
        ObjectMetadata.stored(metadata),
        instant(row.getLong(9)),
        instant(row.getLong(10)));
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
