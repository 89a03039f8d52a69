package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedInsertStmtEnums.InsertMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDeleteStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertRow;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTruncateStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateStmt;
import io.bridge.sql.ResolvedTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes statements that change rows: each as SELECTs of what will be there. */
final class DmlWriter {
  private final ResolvedTree tree;
  private final TableNames tables;
  private final Scans scans;
  private final Defaults defaults;

  /** The defaults of a table's columns, as expressions by name of their column. */
  @FunctionalInterface
  interface Defaults {
    Map<String, String> of(WarehouseTable table);
  }

  DmlWriter(ResolvedTree tree, TableNames tables, Scans scans, Defaults defaults) {
    this.tree = tree;
    this.tables = tables;
    this.scans = scans;
    this.defaults = defaults;
  }

  /** Null for a statement that changes no rows. */
  Effect write(ResolvedStatement statement) {
    return switch (statement) {
      case ResolvedInsertStmt insert -> insert(insert);
      case ResolvedUpdateStmt update -> update(update);
      case ResolvedDeleteStmt delete -> delete(delete);
      case ResolvedMergeStmt merge ->
          new MergeWriter(target(merge.getTableScan()), scans).write(merge);
      case ResolvedTruncateStmt truncate -> {
        if (truncate.getWhereExpr() != null) {
          throw SqlException.unsupported("TRUNCATE with WHERE");
        }
        yield new Effect.Truncate(target(truncate.getTableScan()).table());
      }
      default -> null;
    };
  }

  private DmlTarget target(ResolvedTableScan scan) {
    WarehouseTable table = tables.warehouseTable(tree.table(scan.getTable()));
    return new DmlTarget(table, scan, scans.expressions(), defaults.of(table));
  }

  private Effect insert(ResolvedInsertStmt insert) {
    refuse(insert.getAssertRowsModified() != null, "ASSERT_ROWS_MODIFIED");
    refuse(insert.getReturning() != null, "THEN RETURN");
    refuse(insert.getInsertMode() != InsertMode.OR_ERROR, "INSERT OR " + insert.getInsertMode());
    refuse(insert.getOnConflictClause() != null, "ON CONFLICT");
    DmlTarget target = target(insert.getTableScan());
    List<Integer> columns = insert.getInsertColumnList().stream().map(target::index).toList();
    Map<Integer, String> given = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      given.put(columns.get(i), "c" + i);
    }
    String rows = insert.getQuery() == null ? values(insert, target, columns) : query(insert);
    return new Effect.Insert(target.table(), target.rows(given, rows));
  }

  private String values(ResolvedInsertStmt insert, DmlTarget target, List<Integer> columns) {
    String names =
        IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    return insert.getRowList().stream()
        .map(row -> row(row, target, columns))
        .collect(Collectors.joining(", ", "(VALUES ", ") AS r_(" + names + ")"));
  }

  private static String row(ResolvedInsertRow row, DmlTarget target, List<Integer> columns) {
    return IntStream.range(0, columns.size())
        .mapToObj(
            i -> {
              Field field = target.fields().get(columns.get(i));
              String value = target.value(columns.get(i), row.getValueList().get(i));
              return Sql.cast(value, Fields.duck(Fields.type(field)));
            })
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String query(ResolvedInsertStmt insert) {
    List<Query.Renamed> renamed = new ArrayList<>();
    for (ResolvedColumn column : insert.getQueryOutputColumnList()) {
      String type = Fields.duck(ResolvedTree.type(column.getType()));
      renamed.add(new Query.Renamed(Expressions.name(column), "c" + renamed.size(), type));
    }
    return scans.write(insert.getQuery()).rename(renamed).nested();
  }

  private Effect update(ResolvedUpdateStmt update) {
    refuse(update.getAssertRowsModified() != null, "ASSERT_ROWS_MODIFIED");
    refuse(update.getReturning() != null, "THEN RETURN");
    refuse(update.getArrayOffsetColumn() != null, "UPDATE of an array's elements");
    DmlTarget target = target(update.getTableScan());
    boolean joined = update.getFromScan() != null;
    String source = joined ? Changes.source(scans.write(update.getFromScan())) : null;
    String actions =
        "SELECT t_.rid AS rid, %s AS sid, 0 AS act FROM %s%s WHERE %s"
            .formatted(
                joined ? "s_.sid" : "CAST(NULL AS BIGINT)",
                target.relation(),
                joined ? ", dml_source s_" : "",
                scans.expressions().write(update.getWhereExpr()));
    Map<Integer, String> values =
        new UpdateItems(target, scans.expressions()).values(update.getUpdateItemList());
    Map<Integer, Map<Integer, String>> updates = new LinkedHashMap<>();
    updates.put(0, values);
    return new Effect.Change(
        target.table(),
        source,
        actions,
        Changes.kept(target, scans.expressions(), updates, List.of(), joined),
        List.of("UPDATE"),
        Map.of());
  }

  private Effect delete(ResolvedDeleteStmt delete) {
    refuse(delete.getAssertRowsModified() != null, "ASSERT_ROWS_MODIFIED");
    refuse(delete.getReturning() != null, "THEN RETURN");
    refuse(delete.getArrayOffsetColumn() != null, "DELETE of an array's elements");
    DmlTarget target = target(delete.getTableScan());
    String actions =
        "SELECT rid, CAST(NULL AS BIGINT) AS sid, 0 AS act FROM %s WHERE %s"
            .formatted(target.relation(), scans.expressions().write(delete.getWhereExpr()));
    return new Effect.Change(
        target.table(),
        null,
        actions,
        Changes.kept(target, scans.expressions(), Map.of(), List.of(0), false),
        List.of("DELETE"),
        Map.of());
  }

  private static void refuse(boolean present, String what) {
    if (present) {
      throw SqlException.unsupported(what);
    }
  }
}
