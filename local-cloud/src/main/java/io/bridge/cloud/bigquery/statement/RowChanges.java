package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import java.sql.SQLException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * INSERT, UPDATE, DELETE, MERGE and TRUNCATE. A table only grows at its end or gets new rows as a
 * whole, so that the numbers of its rows have no gaps.
 */
final class RowChanges {
  private final Context context;
  private final Tables tables;

  RowChanges(Context context) {
    this.context = context;
    this.tables = context.tables();
  }

  /** Numbers of rows that a statement added, changed and took away. */
  record Counts(long inserted, long updated, long deleted) {

    void write(ObjectNode statistics) {
      statistics.put("numDmlAffectedRows", Long.toString(inserted + updated + deleted));
      statistics
          .putObject("dmlStats")
          .put("insertedRowCount", Long.toString(inserted))
          .put("updatedRowCount", Long.toString(updated))
          .put("deletedRowCount", Long.toString(deleted));
    }
  }

  Counts insert(Table table, Effect.Insert insert) throws SQLException {
    long rows = append(table, insert.rows());
    return new Counts(rows, 0, 0);
  }

  Counts truncate(Table table) throws SQLException {
    var empty = table.with(Tables.newRelation(), 0, new TreeMap<>());
    tables.createRelation(context.connection(), empty);
    replace(table, empty);
    return new Counts(0, 0, table.rows());
  }

  Counts change(Table table, Effect.Change change) throws SQLException {
    if (change.source() != null) {
      context.execute("CREATE TEMP TABLE dml_source AS " + change.source());
    }
    context.execute("CREATE TEMP TABLE dml_action AS " + change.actions());
    var counts = apply(table, change);
    // After a failure they go with the transaction.
    Sql.run(context.connection(), "DROP TABLE temp.dml_action");
    Sql.run(context.connection(), "DROP TABLE IF EXISTS temp.dml_source");
    return counts;
  }

  private Counts apply(Table table, Effect.Change change) throws SQLException {
    requireOneSource();
    long inserted = 0;
    long updated = 0;
    long deleted = 0;
    for (int i = 0; i < change.clauses().size(); i++) {
      long rows = number("SELECT count(*) FROM temp.dml_action WHERE act = " + i);
      switch (change.clauses().get(i)) {
        case "INSERT" -> inserted += rows;
        case "UPDATE" -> updated += rows;
        default -> deleted += rows;
      }
    }
    var now = updated + deleted == 0 ? table : rewrite(table, change.kept());
    for (var added : change.added().values()) {
      if (inserted > 0) {
        append(now, added);
        now = current(table);
      }
    }
    return new Counts(inserted, updated, deleted);
  }

  private void requireOneSource() throws SQLException {
    var twice =
        """
        SELECT count(*) FROM (SELECT rid FROM temp.dml_action WHERE rid IS NOT NULL
          GROUP BY rid HAVING count(*) > 1)\
        """;
    if (number(twice) > 0) {
      throw new GoogleError(
          400,
          "invalidQuery",
          "UPDATE/MERGE must match at most one source row for each target row");
    }
  }

  private Table rewrite(Table table, String kept) throws SQLException {
    var c = context.connection();
    var moved = table.with(Tables.newRelation(), 0, new TreeMap<>());
    tables.createRelation(c, moved);
    context.execute("INSERT INTO " + moved.from() + " " + kept);
    long rows = number("SELECT count(*) FROM " + moved.from());
    return replace(table, moved.with(moved.relation(), rows, ColumnBytes.of(c, moved, 0)));
  }

  /** Adds rows at the end; tells how many. */
  private long append(Table table, String rows) throws SQLException {
    long before = table.rows();
    // Rows that this transaction wrote have high numbers until it ends, so all of them are
    // measured.
    var written = ColumnBytes.of(context.connection(), table, before);
    context.execute("INSERT INTO " + table.from() + " " + rows);
    long after = number("SELECT count(*) FROM " + table.from());
    var nowWritten = ColumnBytes.of(context.connection(), table, before);
    var sum = sum(table.columnBytes(), nowWritten, written);
    tables.update(context.connection(), modified(table.with(table.relation(), after, sum)));
    return after - before;
  }

  private Table replace(Table before, Table after) throws SQLException {
    tables.dropRelation(context.connection(), before);
    return tables.update(context.connection(), modified(after));
  }

  private Table modified(Table table) {
    return table.with(table.details(), table.fields(), context.nowMs());
  }

  private Table current(Table table) throws SQLException {
    return tables.require(context.connection(), table.dataset(), table.id());
  }

  private long number(String sql) throws SQLException {
    return Sql.one(context.connection(), row -> row.getLong(1), sql).orElseThrow();
  }

  private static SortedMap<String, Long> sum(
      SortedMap<String, Long> before, SortedMap<String, Long> plus, SortedMap<String, Long> minus) {
    var sum = new TreeMap<>(before);
    plus.forEach((column, bytes) -> sum.merge(column, bytes, Long::sum));
    minus.forEach((column, bytes) -> sum.merge(column, -bytes, Long::sum));
    return Collections.unmodifiableSortedMap(sum);
  }

  /** The table behind a statement's target. */
  Table target(WarehouseTable target) throws SQLException {
    var table = tables.require(context.connection(), target.dataset(), target.name());
    if (table.isView()) {
      throw tables.isView(table);
    }
    return table;
  }
}
