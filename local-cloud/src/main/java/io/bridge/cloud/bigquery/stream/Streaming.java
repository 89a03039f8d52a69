package io.bridge.cloud.bigquery.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.value.BadValue;
import io.bridge.cloud.bigquery.value.JsonRow;
import io.bridge.cloud.bigquery.value.RowAppender;
import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds the rows of a request to a table: those that fit, or none. */
public final class Streaming {
  private final Tables tables;
  private final Clock clock;
  private final SeenIds seen = new SeenIds();

  public Streaming(Tables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /**
   * What came of a request.
   *
   * @param answer {@code bigquery#tableDataInsertAllResponse}
   * @param keep to be run when the transaction is kept
   */
  public record Inserted(ObjectNode answer, Runnable keep) {}

  /**
   * Adds the rows, in the transaction of the connection; one thread at a time for a table.
   *
   * @throws GoogleError 400 for a table that has no columns, or no rows because it is a view
   */
  public Inserted insert(Connection c, Table table, InsertRequest request) throws SQLException {
    requireColumns(table);
    var answer =
        JsonNodeFactory.instance.objectNode().put("kind", "bigquery#tableDataInsertAllResponse");
    var errors = new InsertErrors();
    var fitting = read(table, request, errors);
    if (!errors.isEmpty() && !request.skipInvalid()) {
      errors.writeAll(answer, request.rows().size());
      return new Inserted(answer, () -> {});
    }
    var ids = new HashSet<String>();
    long added = append(c, table, request, fitting, ids, errors);
    if (!errors.isEmpty() && !request.skipInvalid()) {
      errors.writeAll(answer, request.rows().size());
      throw new Refused(answer);
    }
    grow(c, table, added);
    errors.write(answer);
    return new Inserted(answer, () -> seen.add(key(table), ids, clock.millis()));
  }

  /** A request that failed after rows were written: the transaction must not be kept. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode answer;

    private Refused(ObjectNode answer) {
      super("rows refused", null, false, false);
      this.answer = answer;
    }

    /** What the caller is to hear. */
    public ObjectNode answer() {
      return answer;
    }
  }

  private void requireColumns(Table table) {
    if (table.isView()) {
      throw tables.isView(table);
    }
    if (table.fields().isEmpty()) {
      throw GoogleError.invalid("The destination table has no schema.");
    }
  }

  private static Map<Integer, Object[]> read(
      Table table, InsertRequest request, InsertErrors errors) {
    var rules = new JsonRow.Rules(request.ignoreUnknown(), true);
    var reader = new JsonRow(table.fields(), rules);
    var fitting = new LinkedHashMap<Integer, Object[]>();
    for (int i = 0; i < request.rows().size(); i++) {
      try {
        fitting.put(i, reader.read(request.rows().get(i).json()));
      } catch (BadValue e) {
        errors.add(i, e);
      }
    }
    return fitting;
  }

  private long append(
      Connection c,
      Table table,
      InsertRequest request,
      Map<Integer, Object[]> rows,
      Set<String> ids,
      InsertErrors errors)
      throws SQLException {
    long now = clock.millis();
    long added = 0;
    try (var appender = new RowAppender(c, table)) {
      for (var row : rows.entrySet()) {
        var id = request.rows().get(row.getKey()).insertId();
        if (seen.contains(key(table), id, now) || (id != null && ids.contains(id))) {
          continue;
        }
        try {
          appender.add(row.getValue());
          added++;
          if (id != null) {
            ids.add(id);
          }
        } catch (BadValue e) {
          errors.add(row.getKey(), e);
        }
      }
    }
    return added;
  }

  private void grow(Connection c, Table table, long added) throws SQLException {
    if (added == 0) {
      return;
    }
    var bytes = new TreeMap<>(table.columnBytes());
    ColumnBytes.of(c, table, table.rows())
        .forEach((column, more) -> bytes.merge(column, more, Long::sum));
    var details = table.with(table.details(), table.fields(), clock.millis());
    tables.update(c, details.with(table.relation(), table.rows() + added, bytes));
  }

  /** A table that was deleted and made again is another. */
  private static String key(Table table) {
    return table.dataset() + "." + table.id() + "." + table.createdMs();
  }
}
