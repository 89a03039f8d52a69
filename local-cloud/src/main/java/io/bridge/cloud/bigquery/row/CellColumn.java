package io.bridge.cloud.bigquery.row;

import io.bridge.cloud.bigquery.sql.Field;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Writes the cells of one column: those of the common types without an object for each, all others
 * by {@link Cell}.
 *
 * @param index in the result, from 1
 */
record CellColumn(int index, Field field, Cell cell) {

  /** Writes {@code {v:…}} of the row that the result is at. */
  void write(ResultSet row, RowBytes out) throws SQLException {
    out.raw("{\"v\":");
    if (field.isRepeated()) {
      cell.value(field, row.getObject(index), out);
    } else {
      scalar(row, out);
    }
    out.raw('}');
  }

  private void scalar(ResultSet row, RowBytes out) throws SQLException {
    switch (field.type()) {
      case "INT64" -> {
        long value = row.getLong(index);
        if (value != 0 || !isNull(row, out)) {
          out.number(value);
        }
      }
      case "DATE", "DATETIME", "TIMESTAMP" -> {
        long value = row.getLong(index);
        if (value != 0 || !isNull(row, out)) {
          cell.time(field, value, out);
        }
      }
      case "FLOAT64" -> {
        double value = row.getDouble(index);
        // DuckDB hands NULL over as NaN.
        boolean isSure = value != 0 && !Double.isNaN(value);
        if (isSure || !isNull(row, out)) {
          out.plain(Double.toString(value));
        }
      }
      case "BOOL" -> {
        boolean value = row.getBoolean(index);
        if (value || !isNull(row, out)) {
          out.plain(value ? "true" : "false");
        }
      }
      case "STRING", "JSON", "BYTES" -> {
        var value = row.getString(index);
        if (value == null) {
          out.raw("null");
        } else {
          out.string(value);
        }
      }
      default -> cell.value(field, row.getObject(index), out);
    }
  }

  private static boolean isNull(ResultSet row, RowBytes out) throws SQLException {
    boolean none = row.wasNull();
    if (none) {
      out.raw("null");
    }
    return none;
  }
}
