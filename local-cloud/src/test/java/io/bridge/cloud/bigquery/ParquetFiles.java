package io.bridge.cloud.bigquery;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

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
}
