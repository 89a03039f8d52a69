package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.bigquery.schema.ByteSize;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Logical bytes of each top-level column of a table, for which a query that reads it is billed. */
public final class ColumnBytes {
  private ColumnBytes() {}

  /**
   * Of the rows that came with a number of at least {@code fromRow}.
   *
   * @throws GoogleError 400 for a text that is longer than its column may hold: however rows come
   *     in they are measured, so it is here that none is missed
   */
  public static SortedMap<String, Long> of(Connection c, Table table, long fromRow)
      throws SQLException {
    var bytes = new TreeMap<String, Long>();
    if (table.fields().isEmpty()) {
      return bytes;
    }
    var sizes =
        table.fields().stream()
            .map(field -> ByteSize.ofColumn(field, DuckType.quote(field.name())))
            .collect(Collectors.joining(", "));
    var where = fromRow == 0 ? "" : " WHERE rowid >= " + fromRow;
    var sql = "SELECT " + sizes + " FROM " + table.from() + where;
    requireLengths(c, table, where);
    Sql.one(
        c,
        row -> {
          for (int i = 0; i < table.fields().size(); i++) {
            bytes.put(table.fields().get(i).name(), row.getLong(i + 1));
          }
          return bytes;
        },
        sql);
    return bytes;
  }

  private static void requireLengths(Connection c, Table table, String where) throws SQLException {
    for (var field : table.fields()) {
      if (field.isBounded() && !field.isRepeated()) {
        var length = field.type().equals("BYTES") ? "octet_length" : "length";
        var column = DuckType.quote(field.name());
        var sql =
            "SELECT max(%s(%s)) AS longest FROM %s%s"
                .formatted(length, column, table.from(), where);
        var longest = Sql.list(c, row -> Sql.number(row, "longest"), sql).getFirst();
        if (longest != null && longest > field.precision()) {
          throw GoogleError.invalid(
              "Field %s: %s(%d) has maximum length %3$d but got a value with length %d"
                  .formatted(field.name(), field.type(), field.precision(), longest));
        }
      }
    }
  }
}
