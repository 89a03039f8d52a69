package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAssertScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedBarrierScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLimitOffsetScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSampleScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSingleRowScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import com.google.zetasql.resolvedast.ResolvedSampleScanEnums.SampleUnit;
import io.bridge.sql.ResolvedTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Writes scans: each becomes a SELECT that gives the scan's columns as {@code v<id>}. */
final class Scans {
  private final ResolvedTree tree;
  private final Generation generation;
  private final TableNames tables;
  private final Expressions expressions;
  private final Windows windows;
  private final SetOperations setOperations;
  private final Aggregations aggregations;
  private final Joins joins;

  Scans(ResolvedTree tree, TableNames tables, Generation generation) {
    this.tree = tree;
    this.generation = generation;
    this.tables = tables;
    this.expressions = new Expressions(generation, this);
    this.windows = new Windows(expressions);
    this.setOperations = new SetOperations(this);
    this.aggregations = new Aggregations(this, expressions);
    this.joins = new Joins(this, expressions);
  }

  /** Which parts of its tables a query has to read. */
  Pruning pruning(ResolvedQueryStmt query) {
    Pruning pruning =
        new Pruning(
            scan -> tables.warehouseTable(tree.table(scan.getTable())),
            expressions,
            new FilterTexts(generation.googleSql()));
    pruning.read(query);
    return pruning;
  }

  Query write(ResolvedScan scan) {
    Query rows = plain(scan);
    return Recursion.carries(scan) ? Recursion.carrying(rows) : rows;
  }

  private Query plain(ResolvedScan scan) {
    return switch (scan) {
      case ResolvedSingleRowScan _ -> Query.select(List.of(), "");
      case ResolvedTableScan table -> table(table);
      case ResolvedProjectScan project -> project(project);
      case ResolvedFilterScan filter -> filter(filter);
      case ResolvedJoinScan join -> joins.write(join);
      case ResolvedArrayScan array -> joins.write(array);
      case ResolvedAggregateScan aggregate -> aggregations.write(aggregate);
      case ResolvedAnalyticScan analytic -> analytic(analytic);
      case ResolvedOrderByScan order -> order(order);
      case ResolvedLimitOffsetScan limit -> limit(limit);
      case ResolvedSetOperationScan operation -> setOperations.write(operation);
      case ResolvedWithScan with -> setOperations.with(with);
      case ResolvedWithRefScan reference -> setOperations.reference(reference);
      case ResolvedRecursiveRefScan reference -> setOperations.reference(reference);
      case ResolvedBarrierScan barrier -> write(barrier.getInputScan());
      case ResolvedSampleScan sample -> sample(sample);
      case ResolvedAssertScan asserted -> asserted(asserted);
      default -> throw unsupported(scan);
    };
  }

  Expressions expressions() {
    return expressions;
  }

  static SqlException unsupported(ResolvedNode node) {
    String name = node.getClass().getSimpleName().replaceAll("^Resolved|Scan$|Expr$", "");
    return SqlException.unsupported("The construct " + name);
  }

  /** The names of a scan's columns, each once. */
  static List<String> names(ResolvedScan scan) {
    return scan.getColumnList().stream().map(Expressions::name).distinct().toList();
  }

  /** A scan's columns, each once; those without an expression are passed on. */
  static SequencedMap<String, String> items(
      List<ResolvedColumn> columns, Map<Long, String> computed) {
    SequencedMap<String, String> items = new LinkedHashMap<>();
    for (ResolvedColumn column : columns) {
      String name = Expressions.name(column);
      items.put(name, computed.getOrDefault(column.getId(), name));
    }
    return items;
  }

  /** The expression of a column that is computed where it stands. */
  static ResolvedExpr expression(ResolvedComputedColumnBase column) {
    if (column instanceof ResolvedComputedColumn plain) {
      return plain.getExpr();
    }
    throw unsupported(column);
  }

  private Query table(ResolvedTableScan scan) {
    if (scan.getForSystemTimeExpr() != null && !isNow(scan.getForSystemTimeExpr())) {
      throw SqlException.unsupported("FOR SYSTEM_TIME AS OF another time than now");
    }
    WarehouseTable table = tables.warehouseTable(tree.table(scan.getTable()));
    SequencedMap<String, String> items = new LinkedHashMap<>();
    for (int i = 0; i < scan.getColumnList().size(); i++) {
      Field field = table.column(Math.toIntExact(scan.getColumnIndexList().get(i)));
      items.put(Expressions.name(scan.getColumnList().get(i)), column(field));
    }
    return Query.select(items, table.duckDbRelation());
  }

  private static boolean isNow(ResolvedExpr time) {
    return time instanceof ResolvedFunctionCall call
        && call.getFunction().getName().equalsIgnoreCase("current_timestamp");
  }

  /** A column as the type that its expressions have: NUMERIC(10,2) is stored narrower. */
  static String column(Field field) {
    String column = DuckType.quote(field.name());
    if (DuckType.isNarrow(field) && !field.isRepeated()) {
      return DuckType.bigNumeric(column);
    }
    String type = Fields.duck(Fields.type(field));
    return type.equals(DuckType.of(field)) ? column : Sql.cast(column, type);
  }

  private Query project(ResolvedProjectScan scan) {
    Map<Long, String> computed = new LinkedHashMap<>();
    for (ResolvedComputedColumn column : scan.getExprList()) {
      computed.put(column.getColumn().getId(), expressions.write(column.getExpr()));
    }
    return write(scan.getInputScan()).project(items(scan.getColumnList(), computed));
  }

  private Query filter(ResolvedFilterScan scan) {
    String condition = expressions.write(scan.getFilterExpr());
    return Query.select(names(scan), write(scan.getInputScan()).nested() + " WHERE " + condition);
  }

  private Query asserted(ResolvedAssertScan scan) {
    String failed =
        Sql.call(
            "error", Sql.string("Assert failed: ") + " || " + expressions.write(scan.getMessage()));
    String condition = Sql.when(expressions.write(scan.getCondition()), "true", failed);
    return Query.select(names(scan), write(scan.getInputScan()).nested() + " WHERE " + condition);
  }

  /**
   * BigQuery takes blocks of a gigabyte by chance and all rows of those, at least one block where
   * the percentage is above zero: of a table as small as ours that is every row.
   */
  private Query sample(ResolvedSampleScan scan) {
    if (!scan.getMethod().equalsIgnoreCase("SYSTEM") || scan.getUnit() != SampleUnit.PERCENT) {
      throw SqlException.invalid("TABLESAMPLE takes SYSTEM and PERCENT, nothing else");
    }
    if (scan.getRepeatableArgument() != null || scan.getWeightColumn() != null) {
      throw SqlException.invalid("TABLESAMPLE SYSTEM takes neither REPEATABLE nor WITH WEIGHT");
    }
    String percent = expressions.write(scan.getSize());
    String any =
        Sql.when(
            percent + " BETWEEN 0 AND 100",
            percent + " > 0",
            Sql.call("error", Sql.string("The percentage of TABLESAMPLE must be from 0 to 100")));
    return Query.select(names(scan), write(scan.getInputScan()).nested() + " WHERE " + any);
  }

  private Query analytic(ResolvedAnalyticScan scan) {
    SequencedMap<String, String> items =
        items(scan.getColumnList(), windows.write(scan.getFunctionGroupList()));
    return Query.select(items, write(scan.getInputScan()).nested());
  }

  private Query order(ResolvedOrderByScan scan) {
    return Query.select(names(scan), write(scan.getInputScan()).nested())
        .orderBy(Ordering.by(scan.getOrderByItemList()));
  }

  private Query limit(ResolvedLimitOffsetScan scan) {
    Query input = write(scan.getInputScan());
    boolean ordered = !input.order().isEmpty() && input.limit().isEmpty();
    Query rows = ordered ? input : Query.select(names(scan), input.nested());
    String limit = scan.getLimit() == null ? "" : "LIMIT " + expressions.write(scan.getLimit());
    String offset =
        scan.getOffset() == null ? "" : " OFFSET " + expressions.write(scan.getOffset());
    return rows.limit((limit + offset).strip());
  }
}
