package io.bridge.cloud.bigquery.row;

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
  private static final int MAX_PAGE_BYTES = 10 * 1024 * 1024;

  private static final int FIRST_WINDOW = 2048;

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
    long end =
        Math.min(table.rows(), from > Long.MAX_VALUE - limit ? Long.MAX_VALUE : from + limit);
    if (from >= end) {
      return new RowPage(null, Math.min(from, table.rows()));
    }
    var out = new RowBytes();
    long next = from;
    for (long window = FIRST_WINDOW; next < end && out.size() < MAX_PAGE_BYTES; ) {
      long windowEnd = Math.min(end, next + window);
      window(c, next, windowEnd, out);
      next = windowEnd;
      // As many as are likely to fill the page; a statement for every few rows would cost more.
      long bytesOfRow = Math.max(1, out.size() / (next - from));
      window = Math.max(1, (MAX_PAGE_BYTES - out.size()) / bytesOfRow);
    }
    return new RowPage(out.raw(']').toBytes(), next);
  }

  /** The one row of a table, which its own transaction may read before it ends. */
  public RowPage only(Connection c) throws SQLException {
    var out = new RowBytes();
    var cells = cells();
    Sql.each(c, row -> write(row, cells, out), select());
    return new RowPage(out.raw(']').toBytes(), 1);
  }

  private void window(Connection c, long from, long to, RowBytes out) throws SQLException {
    var cells = cells();
    if (from == 0 && to == table.rows() && to <= FIRST_WINDOW) {
      // All of a few rows come as they were written; to look for them costs more than they do.
      Sql.each(c, row -> write(row, cells, out), select());
      return;
    }
    var sql = select() + " WHERE rowid >= ? AND rowid < ? ORDER BY rowid";
    Sql.each(c, row -> write(row, cells, out), sql, from, to);
  }

  private String select() {
    var columns =
        selection.columns().stream()
            .map(column -> WireValue.of(column.field(), table.column(column.index())))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM %s".formatted(columns.isEmpty() ? "1" : columns, table.from());
  }

  private CellColumn[] cells() {
    var columns = selection.columns();
    var cells = new CellColumn[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = CellColumn.of(i + 1, columns.get(i).field(), cell);
    }
    return cells;
  }

  private static void write(ResultSet row, CellColumn[] cells, RowBytes out) throws SQLException {
    out.raw(out.size() == 0 ? "[{\"f\":[" : ",{\"f\":[");
    for (int i = 0; i < cells.length; i++) {
      out.raw(i == 0 ? "{\"v\":" : "},{\"v\":");
      cells[i].write(row, out);
    }
    out.raw(cells.length == 0 ? "]}" : "}]}");
  }
}
