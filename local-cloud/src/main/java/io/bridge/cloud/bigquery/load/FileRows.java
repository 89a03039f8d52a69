package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.Reshape;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of one file as rows of the table.
 *
 * @param selectList one expression for each column of the table
 * @param checks what no row of the file may meet
 */
record FileRows(ParquetFile file, List<String> selectList, List<Conversion.Check> checks) {
  // Nothing of a path or a name may add or change a column.
  private static final String SOURCE =
      " FROM read_parquet(?, hive_partitioning = false, union_by_name = false, filename = false,"
          + " binary_as_string = false) AS f(%s)";

  /**
   * Matches columns and fields by name.
   *
   * @param ignoreUnknown whether columns that are no fields are passed over
   * @throws GoogleError 400 naming the column that is missing, unknown or of another type
   */
  static FileRows of(Conversion conversion, TargetSchema schema, boolean ignoreUnknown) {
    var file = conversion.file();
    for (var column : file.columns()) {
      if (!ignoreUnknown && SchemaChange.find(schema.wanted(), column.name()) == null) {
        throw refusal(file, column.name(), "is not in the schema");
      }
    }
    var selectList = new ArrayList<String>();
    for (var field : schema.fields()) {
      boolean isWanted = SchemaChange.find(schema.wanted(), field.name()) != null;
      var column = isWanted ? column(file, field.name()) : null;
      boolean mayMiss = !isWanted || schema.gaps();
      if (column == null && (!mayMiss || field.mode().equals("REQUIRED"))) {
        throw refusal(file, field.name(), "is in the schema and missing in the file");
      }
      selectList.add(column == null ? Reshape.absent(field) : conversion.column(column, field));
    }
    return new FileRows(file, List.copyOf(selectList), conversion.checks());
  }

  /**
   * Checks the file's values, then inserts its rows.
   *
   * @return number of rows
   * @throws GoogleError 400 naming the first column with a value that is refused
   */
  long insert(Connection c, Table table, Cancellation cancellation) throws SQLException {
    try {
      check(c);
      var columns =
          table.fields().stream()
              .map(field -> DuckType.quote(field.name()))
              .collect(Collectors.joining(", ", "(", ")"));
      var sql =
          "INSERT INTO %s %s SELECT %s%s"
              .formatted(table.from(), columns, String.join(", ", selectList), source());
      try (var statement = c.prepareStatement(sql)) {
        statement.setString(1, file.staged().path().toString());
        return cancellation.execute(statement);
      }
    } catch (SQLException e) {
      throw StagedFiles.unreadable(e, file.staged());
    }
  }

  private String source() {
    var names =
        file.columns().stream()
            .map(column -> DuckType.quote(column.name()))
            .collect(Collectors.joining(", "));
    return SOURCE.formatted(names);
  }

  private void check(Connection c) throws SQLException {
    if (checks.isEmpty()) {
      return;
    }
    var conditions =
        checks.stream()
            .map(check -> "coalesce(bool_or(" + check.condition() + "), false)")
            .collect(Collectors.joining(", "));
    var sql = "SELECT " + conditions + source();
    var broken =
        Sql.one(c, row -> firstTrue(row, checks.size()), sql, file.staged().path().toString());
    int index = broken.orElse(-1);
    if (index >= 0) {
      throw GoogleError.invalid(checks.get(index).message());
    }
  }

  private static int firstTrue(ResultSet row, int columns) throws SQLException {
    for (int i = 0; i < columns; i++) {
      if (row.getBoolean(i + 1)) {
        return i;
      }
    }
    return -1;
  }

  private static ParquetColumn column(ParquetFile file, String name) {
    return file.columns().stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static GoogleError refusal(ParquetFile file, String column, String what) {
    return GoogleError.invalid(
        "Error while reading data, error message: Parquet column '%s' %s. File: %s"
            .formatted(column, what, file.staged().uri()));
  }
}
