package io.bridge.cloud.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFileTest {
  @TempDir static Path dir;

  @Test
  void holdsTheDataSetWithExactMoneyAndRealDates() throws Exception {
    Path file = dir.resolve("demo.duckdb");

    DemoFile.ensure(file);

    try (Connection duckDb = open(file)) {
      assertTrue(
          tables(duckDb)
              .containsAll(
                  Set.of(
                      "customer",
                      "product",
                      "product_class",
                      "promotion",
                      "region",
                      "store",
                      "time_by_day",
                      "warehouse",
                      "inventory_fact_1998",
                      "sales_fact_1997",
                      "sales_fact_1998")));
      assertEquals(
          new BigDecimal("1079147.4700"),
          one(duckDb, "SELECT SUM(store_sales) FROM sales_fact_1998", BigDecimal.class));
      assertEquals(
          164_558L, one(duckDb, "SELECT COUNT(*) FROM sales_fact_1998", Long.class).longValue());
      assertTrue(type(duckDb, "sales_fact_1998", "store_sales").startsWith("DECIMAL("));
      assertEquals("TIMESTAMP", type(duckDb, "time_by_day", "the_date"));
      assertEquals("DATE", type(duckDb, "customer", "birthdate"));
      assertEquals("BIGINT", type(duckDb, "customer", "account_num"));
    }
    assertFalse(Files.exists(dir.resolve("demo.duckdb.writing")));
  }

  @Test
  void renamesEveryTableAndColumn() throws Exception {
    Path file = dir.resolve("renamed.duckdb");

    DemoFile.write(file, name -> "x_" + name);

    try (Connection duckDb = open(file)) {
      assertTrue(tables(duckDb).stream().allMatch(name -> name.startsWith("x_")));
      assertEquals("DATE", type(duckDb, "x_customer", "x_birthdate"));
    }
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:" + file);
  }

  private static Set<String> tables(Connection duckDb) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = duckDb.createStatement().executeQuery("SHOW TABLES")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static String type(Connection duckDb, String table, String column) throws SQLException {
    return one(
        duckDb,
        "SELECT data_type FROM duckdb_columns() WHERE table_name = '"
            + table
            + "' AND column_name = '"
            + column
            + "'",
        String.class);
  }

  private static <T> T one(Connection duckDb, String sql, Class<T> type) throws SQLException {
    try (ResultSet rows = duckDb.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getObject(1, type);
    }
  }
}
