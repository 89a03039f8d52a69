package io.bridge.cloud.kms;

import io.bridge.cloud.kms.StoredVersion.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of keys and versions. */
final class KeyTable {
  static final String SCHEMA =
      """
      CREATE TABLE crypto_key (
        name TEXT PRIMARY KEY,
        primary_version INTEGER NOT NULL,
        rotation_days INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        rotates_at INTEGER
      );
      CREATE TABLE key_version (
        key TEXT NOT NULL REFERENCES crypto_key,
        number INTEGER NOT NULL,
        state TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        destroy_at INTEGER,
        material BLOB,
        PRIMARY KEY (key, number)
      );
      """;

  static final String SECONDS =
      """
      ALTER TABLE crypto_key RENAME COLUMN rotation_days TO rotation_seconds;
      UPDATE crypto_key SET rotation_seconds = rotation_seconds * 86400;
      """;

  private KeyTable() {}

  /** Whole names of the keys of a ring, sorted. */
  static List<String> namesOf(Connection c, String ring) throws SQLException {
    var sql = "SELECT name FROM crypto_key WHERE substr(name, 1, ?) = ? ORDER BY name";
    var prefix = ring + "/cryptoKeys/";
    try (var statement = c.prepareStatement(sql)) {
      statement.setInt(1, prefix.length());
      statement.setString(2, prefix);
      try (var row = statement.executeQuery()) {
        var names = new ArrayList<String>();
        while (row.next()) {
          names.add(row.getString(1));
        }
        return names;
      }
    }
  }

  static Optional<StoredKey> key(Connection c, String name) throws SQLException {
    try (var statement = c.prepareStatement("SELECT * FROM crypto_key WHERE name = ?")) {
      statement.setString(1, name);
      try (var row = statement.executeQuery()) {
        return row.next() ? Optional.of(key(row)) : Optional.empty();
      }
    }
  }

  static void put(Connection c, StoredKey key) throws SQLException {
    var sql =
        """
        INSERT INTO crypto_key VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
          primary_version = excluded.primary_version, rotation_seconds = excluded.rotation_seconds,
          rotates_at = excluded.rotates_at
        """;
    try (var statement = c.prepareStatement(sql)) {
      statement.setString(1, key.name());
      statement.setInt(2, key.primary());
      statement.setLong(3, key.rotation().toSeconds());
      statement.setLong(4, key.createdAt().getEpochSecond());
      time(statement, 5, key.rotatesAt());
      statement.executeUpdate();
    }
  }

  /** Oldest first. */
  static List<StoredVersion> versions(Connection c, String key) throws SQLException {
    var sql = "SELECT * FROM key_version WHERE key = ? ORDER BY number";
    try (var statement = c.prepareStatement(sql)) {
      statement.setString(1, key);
      try (var row = statement.executeQuery()) {
        var found = new ArrayList<StoredVersion>();
        while (row.next()) {
          found.add(version(row));
        }
        return found;
      }
    }
  }

  static Optional<StoredVersion> version(Connection c, String key, int number) throws SQLException {
    return versions(c, key).stream().filter(it -> it.number() == number).findFirst();
  }

  static void put(Connection c, StoredVersion version) throws SQLException {
    try (var statement =
        c.prepareStatement("INSERT OR REPLACE INTO key_version VALUES (?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, version.key());
      statement.setInt(2, version.number());
      statement.setString(3, version.state().name());
      statement.setLong(4, version.createdAt().getEpochSecond());
      time(statement, 5, version.destroyAt());
      statement.setBytes(6, version.material());
      statement.executeUpdate();
    }
  }

  private static void time(PreparedStatement statement, int index, Instant at) throws SQLException {
    statement.setObject(index, at == null ? null : at.getEpochSecond());
  }

  private static StoredKey key(ResultSet row) throws SQLException {
    return new StoredKey(
        row.getString("name"),
        row.getInt("primary_version"),
        Duration.ofSeconds(row.getLong("rotation_seconds")),
        Instant.ofEpochSecond(row.getLong("created_at")),
        time(row, "rotates_at"));
  }

  private static StoredVersion version(ResultSet row) throws SQLException {
    return new StoredVersion(
        row.getString("key"),
        row.getInt("number"),
        State.valueOf(row.getString("state")),
        Instant.ofEpochSecond(row.getLong("created_at")),
        time(row, "destroy_at"),
        row.getBytes("material"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    long seconds = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
  }
}
