package io.bridge.cloud.bigquery.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Reads rows of a table by their number. Tables only grow at their end or are replaced, so DuckDB's
 * row ids are the numbers 0, 1, 2, … and a page is a range of them.
 */
public final class RowReader {
  /** Google's own limit of an answer. */
  private static final int MAX_PAGE_CHARS = 10 * 1024 * 1024;

  private static final int WINDOW = 2048;

  private final Table table;
  private final Selection selection;
  private final Cell cell;

  public RowReader(Table table, Selection selection, TimestampFormat timestamps) {
    this.table = table;
    this.selection = selection;
    this.cell = new Cell(timestamps);
  }

  /**
   * The rows from a number on: at most {@code limit}, and fewer when the answer would grow too
   * large.
   */
  public RowPage page(Connection c, long from, long limit) throws SQLException {
    var rows = JsonNodeFactory.instance.arrayNode();
    long end =
        Math.min(table.rows(), from > Long.MAX_VALUE - limit ? Long.MAX_VALUE : from + limit);
    long next = from;
    long chars = 0;
    while (next < end && chars < MAX_PAGE_CHARS) {
      long windowEnd = Math.min(end, next + WINDOW);
      chars += window(c, next, windowEnd, rows);
      next = windowEnd;
    }
    return new RowPage(rows, Math.max(next, Math.min(from, table.rows())));
  }

  private long window(Connection c, long from, long to, ArrayNode rows) throws SQLException {
    var columns =
        selection.columns().stream()
            .map(column -> WireValue.of(column.field(), table.column(column.index())))
            .collect(Collectors.joining(", "));
    var sql =
        "SELECT %s FROM %s WHERE rowid >= ? AND rowid < ? ORDER BY rowid"
            .formatted(columns.isEmpty() ? "1" : columns, table.from());
    return Sql.list(c, row -> add(row, rows), sql, from, to).stream()
        .mapToLong(Integer::longValue)
        .sum();
  }

  private int add(ResultSet row, ArrayNode rows) throws SQLException {
    var node = rows.addObject();
    var cells = node.putArray("f");
    int chars = 0;
    for (int i = 0; i < selection.columns().size(); i++) {
      var column = selection.columns().get(i);
      var written = cell.of(column.field(), row.getObject(i + 1));
      chars += 8 + length(written.path("v"));
      cells.add(written);
    }
    return chars;
  }

  private static int length(JsonNode value) {
    return value.isContainerNode() ? value.toString().length() : value.asText().length();
  }
}
