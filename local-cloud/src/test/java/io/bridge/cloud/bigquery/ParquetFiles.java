package io.bridge.cloud.bigquery;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes Parquet files with DuckDB. */
final class ParquetFiles {
  private ParquetFiles() {}

  /** Writes the rows of a query; the file must not be there. */
  static void write(Path file, String select) {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(select, file.toString()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of a query's rows. */
  static List<String> texts(String select) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var rows = connection.createStatement().executeQuery(select)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
