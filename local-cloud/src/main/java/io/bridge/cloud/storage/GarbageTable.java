package io.bridge.cloud.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** The files that no object needs any more, and since when. */
final class GarbageTable {
  private GarbageTable() {}

  /** Notes the file of an object that is about to go. */
  static void add(Connection db, String bucket, String name, Instant now) throws SQLException {
    String note =
        "INSERT OR REPLACE INTO garbage (file, since)"
            + " SELECT file, ? FROM object WHERE bucket = ? AND name = ?";
    try (PreparedStatement insert = db.prepareStatement(note)) {
      insert.setLong(1, ObjectTable.micros(now));
      insert.setString(2, bucket);
      insert.setString(3, name);
      insert.executeUpdate();
    }
  }

  static List<String> before(Connection db, Instant time) throws SQLException {
    String sql = "SELECT file FROM garbage WHERE since < ?";
    try (PreparedStatement select = db.prepareStatement(sql)) {
      select.setLong(1, ObjectTable.micros(time));
      return ObjectTable.strings(select);
    }
  }

  static void forget(Connection db, List<String> files) throws SQLException {
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM garbage WHERE file = ?")) {
      for (String file : files) {
        delete.setString(1, file);
        delete.addBatch();
      }
      delete.executeBatch();
    }
  }
}
