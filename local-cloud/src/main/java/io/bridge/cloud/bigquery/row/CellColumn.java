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
record CellColumn(int index, Field field, Kind kind, Cell cell) {

  /** How a value is read; decided once, because there are many rows. */
  private enum Kind {
    INTEGER,
    TIME,
    REAL,
    BOOL,
    TEXT,
    OTHER
  }

  static CellColumn of(int index, Field field, Cell cell) {
    return new CellColumn(index, field, field.isRepeated() ? Kind.OTHER : kind(field), cell);
  }

  private static Kind kind(Field field) {
    return switch (field.type()) {
      case "INT64" -> Kind.INTEGER;
      case "DATE", "DATETIME", "TIMESTAMP" -> Kind.TIME;
      case "FLOAT64" -> Kind.REAL;
      case "BOOL" -> Kind.BOOL;
      case "STRING", "JSON", "BYTES" -> Kind.TEXT;
      default -> Kind.OTHER;
    };
  }

  /** Writes the value of the row that the result is at. */
  void write(ResultSet row, RowBytes out) throws SQLException {
    switch (kind) {
      case INTEGER -> {
        long value = row.getLong(index);
        if (value != 0 || !isNull(row, out)) {
          out.number(value);
        }
      }
      case TIME -> {
        long value = row.getLong(index);
        if (value != 0 || !isNull(row, out)) {
          cell.time(field, value, out);
        }
      }
      case REAL -> {
        double value = row.getDouble(index);
        // DuckDB hands NULL over as NaN.
        boolean isSure = value != 0 && !Double.isNaN(value);
        if (isSure || !isNull(row, out)) {
          out.plain(Double.toString(value));
        }
      }
      case BOOL -> {
        boolean value = row.getBoolean(index);
        if (value || !isNull(row, out)) {
          out.plain(value ? "true" : "false");
        }
      }
      case TEXT -> {
        var value = row.getString(index);
        if (value == null) {
          out.raw("null");
        } else {
          out.string(value);
        }
      }
      case OTHER -> cell.value(field, row.getObject(index), out);
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
