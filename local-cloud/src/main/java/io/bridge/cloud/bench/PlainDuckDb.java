package io.bridge.cloud.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The reference of the warehouse: the same work in DuckDB alone, with as many threads. */
final class PlainDuckDb implements AutoCloseable {
  private static final String THREADS = "SET threads = 2";

  private final Connection connection;

  /**
   * @param file of the database; made where there is none
   */
  PlainDuckDb(Path file) throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:duckdb:" + file);
    execute(THREADS);
  }

  /** A Parquet file of 8 columns of the common types. */
  static void writeRows(Path parquet, int rows) throws SQLException {
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS id, i % 1000 AS k, (i * 7919) % 100003 AS n,"
              + " (i % 100000)::DECIMAL(18,4) / 100 AS m, 'customer ' || (i % 5000) AS s,"
              + " DATE '2020-01-01' + (i % 2000)::INTEGER AS d, i % 3 = 0 AS b, i / 7.0 AS f"
              + " FROM range("
              + rows
              + ") t(i)) TO '"
              + parquet
              + "' (FORMAT parquet)");
    }
  }

  void load(Path parquet, String table) throws SQLException {
    execute("CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM '" + parquet + "'");
  }

  void checkpoint() throws SQLException {
    execute("CHECKPOINT");
  }

  /** Reads the whole answer. */
  void query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        rows.getObject(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
