package io.bridge.cloud.bigquery.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The little JDBC that everything here needs. */
public final class Sql {
  private Sql() {}

  /** One row read. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is done with one row. */
  @FunctionalInterface
  public interface Reading {
    void read(ResultSet row) throws SQLException;
  }

  /** A text literal. */
  public static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  public static <T> List<T> list(Connection c, Row<T> row, String sql, Object... bindings)
      throws SQLException {
    var list = new ArrayList<T>();
    each(c, result -> list.add(row.read(result)), sql, bindings);
    return list;
  }

  /** Hands every row over as it is read. */
  public static void each(Connection c, Reading row, String sql, Object... bindings)
      throws SQLException {
    if (bindings.length == 0) {
      // Nothing to prepare for: what is prepared is planned twice.
      try (var statement = c.createStatement();
          var result = statement.executeQuery(sql)) {
        each(result, row);
      }
      return;
    }
    try (var statement = prepare(c, sql, bindings);
        var result = statement.executeQuery()) {
      each(result, row);
    }
  }

  private static void each(ResultSet result, Reading row) throws SQLException {
    while (result.next()) {
      row.read(result);
    }
  }

  public static <T> Optional<T> one(Connection c, Row<T> row, String sql, Object... bindings)
      throws SQLException {
    return list(c, row, sql, bindings).stream().findFirst();
  }

  /** Runs a statement that gives no rows. */
  public static void run(Connection c, String sql, Object... bindings) throws SQLException {
    try (var statement = prepare(c, sql, bindings)) {
      statement.execute();
    }
  }

  /**
   * Adds a row. Its values are part of the statement, because DuckDB plans one with parameters
   * twice, which costs more than to read it.
   *
   * @param values texts, numbers and nulls
   */
  static void insert(Connection c, String table, Object... values) throws SQLException {
    var row = Arrays.stream(values).map(Sql::literal).collect(Collectors.joining(", "));
    try (var statement = c.createStatement()) {
      statement.execute("INSERT INTO " + table + " VALUES (" + row + ")");
    }
  }

  private static String literal(Object value) {
    return switch (value) {
      case null -> "NULL";
      case Long number -> number.toString();
      // No literal of DuckDB's holds it.
      case String text when text.indexOf(0) >= 0 ->
          Arrays.stream(text.split("\0", -1))
              .map(Sql::text)
              .collect(Collectors.joining(" || chr(0) || "));
      case String text -> text(text);
      default -> throw new IllegalArgumentException("Not a value of a row: " + value.getClass());
    };
  }

  /** A nullable BIGINT. */
  public static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.valueOf(value);
  }

  static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static PreparedStatement prepare(Connection c, String sql, Object... bindings)
      throws SQLException {
    var statement = c.prepareStatement(sql);
    for (int i = 0; i < bindings.length; i++) {
      statement.setObject(i + 1, bindings[i]);
    }
    return statement;
  }
}
