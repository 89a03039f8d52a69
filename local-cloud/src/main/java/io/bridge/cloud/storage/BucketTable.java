package io.bridge.cloud.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Which buckets were ever there. */
final class BucketTable {
  private BucketTable() {}

  /** When the bucket was first seen, which is now if never. */
  static Instant created(Connection db, String bucket, Instant now) throws SQLException {
    String sql =
        "INSERT INTO bucket (name, created) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET name = name RETURNING created";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, bucket);
      insert.setLong(2, ObjectTable.micros(now));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return ObjectTable.instant(row.getLong(1));
      }
    }
  }
}
