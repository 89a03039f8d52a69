package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedJoinScanEnums.JoinType;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedBarrierScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLimitOffsetScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import com.google.zetasql.resolvedast.ResolvedSetOperationScanEnums.SetOperationType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which parts of its tables a query has to read. Filters sink from where they stand towards the
 * scans, through everything that keeps rows apart; at a scan those on its parting column become a
 * condition over the first and last value of a part.
 *
 * <p>As for BigQuery, windows, limits and the missing side of an outer join hold a filter up, and a
 * common table expression is looked at anew for each place that names it.
 */
final class Pruning {
  /** Expressions that name each other twice double the work, and queries come from anybody. */
  private static final int MAX_SCANS = 2_000;

  private final TablesOfScans tables;
  private final Origins origins = new Origins();
  private final PartConditions conditions;
  private final Map<String, ResolvedScan> withEntries = new HashMap<>();
  private final Map<WarehouseTable, Set<String>> found = new HashMap<>();
  private final Map<WarehouseTable, Set<String>> viewFilters = new HashMap<>();
  private final FilterTexts filterTexts;
  private int scans;

  /** The warehouse's table behind a scan. */
  @FunctionalInterface
  interface TablesOfScans {
    WarehouseTable of(ResolvedTableScan scan);
  }

  Pruning(TablesOfScans tables, Expressions expressions, FilterTexts filterTexts) {
    this.tables = tables;
    this.filterTexts = filterTexts;
    this.conditions = new PartConditions(expressions, origins);
  }

  /**
   * @param expr one that must hold for each row that comes out
   * @param rows whether rows that an outer join makes up never met it
   */
  private record Condition(ResolvedExpr expr, boolean acrossOuterJoin) {
    Condition acrossOuter() {
      return new Condition(expr, true);
    }
  }

  void read(ResolvedQueryStmt statement) {
    walk(statement.getQuery(), List.of());
  }

  /** The condition over parts of a table; empty where all have to be read. */
  Optional<String> of(WarehouseTable table) {
    return any(found.getOrDefault(table, Set.of("")));
  }

  /** What all rows of a view meet that the query uses; empty where it uses any. */
  Optional<String> ofView(WarehouseTable view) {
    return any(viewFilters.getOrDefault(view, Set.of("")));
  }

  private Optional<String> any(Set<String> conditions) {
    return conditions.contains("") || scans > MAX_SCANS
        ? Optional.empty()
        : Optional.of(
            conditions.stream().map(one -> "(" + one + ")").collect(Collectors.joining(" OR ")));
  }

  private void walk(ResolvedScan scan, List<Condition> above) {
    if (scan == null || ++scans > MAX_SCANS) {
      return;
    }
    switch (scan) {
      case ResolvedTableScan table -> table(table, above);
      case ResolvedFilterScan filter -> {
        subqueries(filter.getFilterExpr());
        walk(filter.getInputScan(), and(above, split(filter.getFilterExpr())));
      }
      case ResolvedProjectScan project -> {
        project.getExprList().forEach(this::computed);
        walk(project.getInputScan(), above);
      }
      case ResolvedOrderByScan order -> walk(order.getInputScan(), above);
      case ResolvedBarrierScan barrier -> walk(barrier.getInputScan(), above);
      case ResolvedArrayScan array -> {
        array.getArrayExprList().forEach(this::subqueries);
        subqueries(array.getJoinExpr());
        walk(array.getInputScan(), above);
      }
      case ResolvedAggregateScan aggregate -> {
        aggregate.getGroupByList().forEach(this::computed);
        aggregate.getAggregateList().forEach(this::subqueries);
        boolean whole = !aggregate.getGroupingSetList().isEmpty();
        walk(aggregate.getInputScan(), whole ? List.of() : above);
      }
      case ResolvedAnalyticScan analytic -> {
        analytic.getFunctionGroupList().forEach(this::subqueries);
        walk(analytic.getInputScan(), List.of());
      }
      case ResolvedLimitOffsetScan limit -> walk(limit.getInputScan(), List.of());
      case ResolvedJoinScan join -> join(join, above);
      case ResolvedSetOperationScan operation -> operation(operation, above);
      case ResolvedWithScan with -> {
        with.getWithEntryList()
            .forEach(entry -> withEntries.put(entry.getWithQueryName(), entry.getWithSubquery()));
        walk(with.getQuery(), above);
      }
      case ResolvedWithRefScan reference -> {
        ResolvedScan entry = withEntries.get(reference.getWithQueryName());
        origins.rename(reference.getColumnList(), entry.getColumnList());
        walk(entry, above);
      }
      case ResolvedRecursiveScan recursive -> {
        walk(recursive.getNonRecursiveTerm().getScan(), List.of());
        walk(recursive.getRecursiveTerm().getScan(), List.of());
      }
      default -> subqueries(scan);
    }
  }

  private void join(ResolvedJoinScan join, List<Condition> above) {
    subqueries(join.getJoinExpr());
    List<Condition> on = join.getJoinExpr() == null ? List.of() : split(join.getJoinExpr());
    JoinType type = join.getJoinType();
    boolean leftMayMiss = type == JoinType.RIGHT || type == JoinType.FULL;
    boolean rightMayMiss = type == JoinType.LEFT || type == JoinType.FULL;
    walk(join.getLeftScan(), side(above, on, leftMayMiss, rightMayMiss));
    walk(join.getRightScan(), side(above, on, rightMayMiss, leftMayMiss));
  }

  /** What holds for the rows of one side. ON holds for a side unless its rows stay without it. */
  private static List<Condition> side(
      List<Condition> above, List<Condition> on, boolean mayMiss, boolean otherMayMiss) {
    List<Condition> outer = mayMiss ? above.stream().map(Condition::acrossOuter).toList() : above;
    return otherMayMiss ? outer : and(outer, on);
  }

  private void operation(ResolvedSetOperationScan operation, List<Condition> above) {
    boolean union =
        operation.getOpType() == SetOperationType.UNION_ALL
            || operation.getOpType() == SetOperationType.UNION_DISTINCT;
    for (ResolvedSetOperationItem item : operation.getInputItemList()) {
      origins.rename(operation.getColumnList(), item.getOutputColumnList());
      walk(item.getScan(), union ? above : List.of());
    }
  }

  private void table(ResolvedTableScan scan, List<Condition> above) {
    WarehouseTable table = tables.of(scan);
    if (table != null && table.isView()) {
      viewFilters
          .computeIfAbsent(table, _ -> new LinkedHashSet<>())
          .add(
              above.stream()
                  .filter(condition -> !condition.acrossOuterJoin())
                  .flatMap(condition -> filterTexts.of(condition.expr(), scan, origins).stream())
                  .collect(Collectors.joining(" AND ")));
    }
    if (table == null || table.parting() == null) {
      return;
    }
    Set<Long> columns =
        scan.getColumnList().stream()
            .filter(column -> column.getName().equalsIgnoreCase(table.parting().column()))
            .map(ResolvedColumn::getId)
            .collect(Collectors.toSet());
    String all =
        above.stream()
            .flatMap(
                condition ->
                    conditions
                        .of(
                            condition.expr(),
                            new PartConditions.Place(
                                columns, table.parting().exact(), condition.acrossOuterJoin()))
                        .stream())
            .collect(Collectors.joining(" AND "));
    found.computeIfAbsent(table, _ -> new LinkedHashSet<>()).add(all);
  }

  private void computed(ResolvedComputedColumn column) {
    subqueries(column.getExpr());
    origins.computed(column);
  }

  private void subqueries(ResolvedNode node) {
    if (node == null) {
      return;
    }
    node.accept(
        new Visitor() {
          @Override
          public void visit(ResolvedSubqueryExpr subquery) {
            subqueries(subquery.getInExpr());
            walk(subquery.getSubquery(), List.of());
          }

          @Override
          public void visit(ResolvedTableScan scan) {
            table(scan, List.of());
          }
        });
  }

  private static List<Condition> and(List<Condition> some, List<Condition> more) {
    List<Condition> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static List<Condition> split(ResolvedExpr expr) {
    return parts(expr).map(part -> new Condition(part, false)).toList();
  }

  private static Stream<ResolvedExpr> parts(ResolvedExpr expr) {
    return expr instanceof ResolvedFunctionCall call && call.getFunction().getName().equals("$and")
        ? call.getArgumentList().stream().flatMap(Pruning::parts)
        : Stream.of(expr);
  }
}
