package io.bridge.cloud.iam;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which roles on the project accounts were given; in the schema of {@link AccountStore}. */
final class BindingTable {
  private BindingTable() {}

  /** Address to roles. */
  static Map<String, Set<String>> all(Connection c) throws SQLException {
    try (PreparedStatement select = c.prepareStatement("SELECT email, role FROM binding");
        ResultSet row = select.executeQuery()) {
      Map<String, Set<String>> found = new TreeMap<>();
      while (row.next()) {
        found.computeIfAbsent(row.getString(1), _ -> new TreeSet<>()).add(row.getString(2));
      }
      return found;
    }
  }

  static void add(Connection c, String email, Collection<String> roles) throws SQLException {
    String sql = "INSERT INTO binding (role, email) VALUES (?, ?) ON CONFLICT DO NOTHING";
    try (PreparedStatement insert = c.prepareStatement(sql)) {
      for (String role : roles) {
        insert.setString(1, role);
        insert.setString(2, email);
        insert.executeUpdate();
      }
    }
  }

  static void delete(Connection c, String email) throws SQLException {
    try (PreparedStatement delete = c.prepareStatement("DELETE FROM binding WHERE email = ?")) {
      delete.setString(1, email);
      delete.executeUpdate();
    }
  }

  static void deleteAll(Connection c) throws SQLException {
    try (PreparedStatement delete = c.prepareStatement("DELETE FROM binding")) {
      delete.executeUpdate();
    }
  }
}
