package io.bridge.cloud.storage;

import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rows of buckets: those that clients made, and those that the topology ever declared. */
final class BucketTable {
  static final String SETTINGS =
      """
      ALTER TABLE bucket ADD COLUMN location TEXT;
      ALTER TABLE bucket ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
      ALTER TABLE bucket ADD COLUMN metageneration INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE bucket ADD COLUMN updated INTEGER;
      """;

  private BucketTable() {}

  /** Notes that the topology declares it, now if it was never there. */
  static void declare(Connection db, String bucket, Instant now) throws SQLException {
    String sql =
        "INSERT INTO bucket (name, created) VALUES (?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET location = NULL";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, bucket);
      insert.setLong(2, ObjectTable.micros(now));
      insert.executeUpdate();
    }
  }

  /** Those of the topology have no location here. */
  static List<Bucket> all(Connection db) throws SQLException {
    String sql = "SELECT name, location, settings, metageneration, created, updated FROM bucket";
    List<Bucket> all = new ArrayList<>();
    try (PreparedStatement select = db.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(bucket(row));
      }
    }
    return all;
  }

  private static Bucket bucket(ResultSet row) throws SQLException {
    String location = row.getString(2);
    Instant created = ObjectTable.instant(row.getLong(5));
    long updated = row.getLong(6);
    return new Bucket(
        row.getString(1),
        location == null,
        location,
        BucketSettings.stored(Json.read(row.getString(3).getBytes(StandardCharsets.UTF_8))),
        row.getLong(4),
        created,
        updated == 0 ? created : ObjectTable.instant(updated));
  }

  static boolean exists(Connection db, String bucket) throws SQLException {
    try (PreparedStatement select = db.prepareStatement("SELECT 1 FROM bucket WHERE name = ?")) {
      select.setString(1, bucket);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  static void put(Connection db, Bucket bucket) throws SQLException {
    String sql =
        "INSERT OR REPLACE INTO bucket (name, location, settings, metageneration, created, updated)"
            + " VALUES (?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = db.prepareStatement(sql)) {
      insert.setString(1, bucket.name());
      insert.setString(2, bucket.declared() ? null : bucket.location());
      insert.setString(3, bucket.settings().json().toString());
      insert.setLong(4, bucket.metageneration());
      insert.setLong(5, ObjectTable.micros(bucket.created()));
      insert.setLong(6, ObjectTable.micros(bucket.updated()));
      insert.executeUpdate();
    }
  }

  static void delete(Connection db, String bucket) throws SQLException {
    try (PreparedStatement delete = db.prepareStatement("DELETE FROM bucket WHERE name = ?")) {
      delete.setString(1, bucket);
      delete.executeUpdate();
    }
  }
}
