package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * One Parquet file of a load, staged where the warehouse can read it.
 *
 * @param columns with their names in the table, in the order of the file
 */
record ParquetFile(StagedFile staged, List<ParquetColumn> columns) {
  private static final int MAX_DEPTH = 64;

  /**
   * Reads the schema in the file's footer.
   *
   * @throws SQLException when it is no Parquet file
   */
  static ParquetFile read(Connection c, StagedFile staged) throws SQLException {
    var sql = "SELECT * FROM parquet_schema(?)";
    var nodes = Sql.list(c, ParquetFile::node, sql, staged.path().toString());
    var iterator = nodes.iterator();
    if (!iterator.hasNext()) {
      throw GoogleError.invalid(
          "Error while reading data, error message: no schema. File: " + staged.uri());
    }
    var root = tree(iterator.next(), iterator, 0);
    return new ParquetFile(staged, root.children());
  }

  boolean hasWideDecimals() {
    return columns.stream().anyMatch(ParquetColumn::hasWideDecimal);
  }

  /** The same columns, read from another file. */
  ParquetFile from(StagedFile other) {
    return new ParquetFile(other, columns);
  }

  /** The file with the names that its columns get. */
  ParquetFile named(ColumnNames naming) {
    var names = naming.map(columns.stream().map(ParquetColumn::name).toList());
    var named = new ArrayList<ParquetColumn>();
    for (int i = 0; i < names.size(); i++) {
      var column = columns.get(i);
      named.add(column.with(names.get(i), column.repetition()));
    }
    return new ParquetFile(staged, List.copyOf(named));
  }

  private record Node(ParquetColumn column, long children) {}

  private static ParquetColumn tree(Node node, Iterator<Node> rest, int depth) {
    if (depth > MAX_DEPTH) {
      throw GoogleError.invalid("Error while reading data, error message: schema nested too deep");
    }
    var children = new ArrayList<ParquetColumn>();
    for (long i = 0; i < node.children() && rest.hasNext(); i++) {
      children.add(tree(rest.next(), rest, depth + 1));
    }
    var c = node.column();
    return new ParquetColumn(
        c.name(),
        c.physical(),
        c.repetition(),
        c.annotation(),
        c.duckType(),
        c.precision(),
        c.scale(),
        List.copyOf(children));
  }

  private static Node node(ResultSet row) throws SQLException {
    var children = Sql.number(row, "num_children");
    boolean group = children != null;
    var column =
        new ParquetColumn(
            row.getString("name"),
            group ? null : row.getString("type"),
            orEmpty(row.getString("repetition_type")),
            annotation(row),
            orEmpty(row.getString("duckdb_type")),
            integer(row, "precision"),
            integer(row, "scale"),
            List.of());
    return new Node(column, group ? children : 0);
  }

  /** {@code TimestampType(isAdjustedToUTC=1, …)} is cut to TIMESTAMP; UTF8 is STRING. */
  private static String annotation(ResultSet row) throws SQLException {
    var logical = row.getString("logical_type");
    if (logical != null) {
      var name = logical.replaceFirst("Type\\(.*", "").toUpperCase(Locale.ROOT);
      return logical.contains("NANOS=NanoSeconds") ? name + " NANOS" : name;
    }
    var converted = orEmpty(row.getString("converted_type"));
    return converted.equals("UTF8") ? "STRING" : converted;
  }

  private static Integer integer(ResultSet row, String column) throws SQLException {
    var value = Sql.number(row, column);
    return value == null ? null : Integer.valueOf(value.intValue());
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
