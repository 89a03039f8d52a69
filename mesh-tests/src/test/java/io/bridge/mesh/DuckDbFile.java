package io.bridge.mesh;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** DuckDB files that a test makes and looks into. */
final class DuckDbFile {
  private DuckDbFile() {}

  static Path of(Path file, String... statements) {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = duckDb.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return file;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rows of each table. */
  static Map<String, Long> rows(Path file) {
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = duckDb.createStatement()) {
      try (ResultSet tables = statement.executeQuery("SHOW TABLES")) {
        while (tables.next()) {
          rows.put(tables.getString(1), 0L);
        }
      }
      for (Map.Entry<String, Long> table : rows.entrySet()) {
        try (ResultSet count =
            statement.executeQuery("SELECT COUNT(*) FROM \"" + table.getKey() + "\"")) {
          count.next();
          table.setValue(count.getLong(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
