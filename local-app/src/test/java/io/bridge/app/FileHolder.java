package io.bridge.app;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A program of its own that has a DuckDB file open for writing until its stdin ends. */
final class FileHolder {
  private FileHolder() {}

  public static void main(String[] args) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + args[0])) {
      connection.createStatement().execute("CREATE TABLE t AS SELECT 1 AS n");
      System.out.println("held");
      System.in.read();
    }
  }
}
