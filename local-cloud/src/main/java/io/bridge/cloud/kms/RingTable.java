package io.bridge.cloud.kms;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The key rings that clients made. */
final class RingTable {
  static final String SCHEMA =
      "CREATE TABLE key_ring (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) WITHOUT ROWID;";

  private RingTable() {}

  static List<String> names(Connection c) throws SQLException {
    try (PreparedStatement select = c.prepareStatement("SELECT name FROM key_ring");
        ResultSet row = select.executeQuery()) {
      List<String> names = new ArrayList<>();
      while (row.next()) {
        names.add(row.getString(1));
      }
      return names;
    }
  }

  static Optional<Instant> created(Connection c, String name) throws SQLException {
    try (PreparedStatement select =
        c.prepareStatement("SELECT created_at FROM key_ring WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(Instant.ofEpochSecond(row.getLong(1))) : Optional.empty();
      }
    }
  }

  /** False when there is one of that name. */
  static boolean insert(Connection c, String name, Instant now) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement("INSERT INTO key_ring VALUES (?, ?) ON CONFLICT DO NOTHING")) {
      insert.setString(1, name);
      insert.setLong(2, now.getEpochSecond());
      return insert.executeUpdate() == 1;
    }
  }
}
