package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedBarrierScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLimitOffsetScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOrderByScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSingleRowScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes scans: each becomes a SELECT that gives the scan's columns as {@code v<id>}. */
final class Scans {
  private final ResolvedTree tree;
  private final TableNames tables;
  private final Expressions expressions;
  private final Windows windows;
  private final SetOperations setOperations;
  private final Aggregations aggregations;

  Scans(ResolvedTree tree, TableNames tables, Parameters parameters) {
    this.tree = tree;
    this.tables = tables;
    this.expressions = new Expressions(parameters, this);
    this.windows = new Windows(expressions);
    this.setOperations = new SetOperations(this);
    this.aggregations = new Aggregations(this, expressions);
  }

  Query write(ResolvedScan scan) {
    return switch (scan) {
      case ResolvedSingleRowScan _ -> Query.select(List.of(), "");
      case ResolvedTableScan table -> table(table);
      case ResolvedProjectScan project -> project(project);
      case ResolvedFilterScan filter -> filter(filter);
      case ResolvedJoinScan join -> join(join);
      case ResolvedArrayScan array -> array(array);
      case ResolvedAggregateScan aggregate -> aggregations.write(aggregate);
      case ResolvedAnalyticScan analytic -> analytic(analytic);
      case ResolvedOrderByScan order -> order(order);
      case ResolvedLimitOffsetScan limit -> limit(limit);
      case ResolvedSetOperationScan operation -> setOperations.write(operation);
      case ResolvedWithScan with -> setOperations.with(with);
      case ResolvedWithRefScan reference -> setOperations.reference(reference);
      case ResolvedRecursiveScan recursive -> setOperations.recursive(recursive);
      case ResolvedRecursiveRefScan reference -> setOperations.recursiveReference(reference);
      case ResolvedBarrierScan barrier -> write(barrier.getInputScan());
      default -> throw unsupported(scan);
    };
  }

  static SqlException unsupported(ResolvedNode node) {
    String name = node.getClass().getSimpleName().replaceAll("^Resolved|Scan$|Expr$", "");
    return SqlException.unsupported("The construct " + name);
  }

  /** Each column once, by its own name; {@code more} are those that the scan adds. */
  static List<String> items(List<ResolvedColumn> columns, Map<Long, String> more) {
    Map<Long, String> items = new LinkedHashMap<>();
    for (ResolvedColumn column : columns) {
      String name = Expressions.name(column);
      String expression = more.get(column.getId());
      items.putIfAbsent(column.getId(), expression == null ? name : expression + " AS " + name);
    }
    return List.copyOf(items.values());
  }

  private static List<String> items(ResolvedScan scan) {
    return items(scan.getColumnList(), Map.of());
  }

  private Query table(ResolvedTableScan scan) {
    if (scan.getForSystemTimeExpr() != null) {
      throw SqlException.unsupported("FOR SYSTEM_TIME AS OF");
    }
    WarehouseTable table = tables.warehouseTable(tree.table(scan.getTable()));
    List<String> items = new ArrayList<>();
    for (int i = 0; i < scan.getColumnList().size(); i++) {
      Field field = table.fields().get(Math.toIntExact(scan.getColumnIndexList().get(i)));
      String name = Expressions.name(scan.getColumnList().get(i));
      items.add(column(field) + " AS " + name);
    }
    return Query.select(items, table.duckDbRelation());
  }

  /** A column as the type that its expressions have: NUMERIC(10,2) is stored narrower. */
  private static String column(Field field) {
    String column = DuckType.quote(field.name());
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
    return Query.select(items(scan), write(scan.getInputScan()).nested() + " WHERE " + condition);
  }

  private Query join(ResolvedJoinScan scan) {
    if (scan.getIsLateral()) {
      throw SqlException.unsupported("LATERAL");
    }
    String condition = scan.getJoinExpr() == null ? "true" : expressions.write(scan.getJoinExpr());
    String from =
        "%s %s JOIN %s ON %s"
            .formatted(
                write(scan.getLeftScan()).nested(),
                scan.getJoinType(),
                write(scan.getRightScan()).nested(),
                condition);
    return Query.select(items(scan), from);
  }

  /** UNNEST. Lateral, because the array may be a column of what stands to the left of it. */
  private Query array(ResolvedArrayScan scan) {
    if (scan.getArrayExprList().size() != 1) {
      throw SqlException.unsupported("UNNEST of several arrays");
    }
    String array = expressions.write(scan.getArrayExprList().getFirst());
    List<String> elements = new ArrayList<>();
    elements.add(
        "unnest(" + array + ") AS " + Expressions.name(scan.getElementColumnList().getFirst()));
    if (scan.getArrayOffsetColumn() != null) {
      String offset = Expressions.name(scan.getArrayOffsetColumn().getColumn());
      elements.add("unnest(range(len(" + array + "))) AS " + offset);
    }
    String unnested = "(SELECT " + String.join(", ", elements) + ")";
    if (scan.getJoinExpr() != null) {
      unnested =
          "(SELECT * FROM " + unnested + " WHERE " + expressions.write(scan.getJoinExpr()) + ")";
    }
    if (scan.getInputScan() == null) {
      return Query.select(items(scan), unnested);
    }
    String join = scan.getIsOuter() ? " LEFT JOIN LATERAL " : " CROSS JOIN LATERAL ";
    String from = write(scan.getInputScan()).nested() + join + unnested;
    return Query.select(items(scan), scan.getIsOuter() ? from + " ON true" : from);
  }

  private Query analytic(ResolvedAnalyticScan scan) {
    Map<Long, String> computed = new LinkedHashMap<>();
    for (var group : scan.getFunctionGroupList()) {
      for (ResolvedComputedColumnBase column : group.getAnalyticFunctionList()) {
        ResolvedComputedColumn function = (ResolvedComputedColumn) column;
        var call = (ResolvedAnalyticFunctionCall) function.getExpr();
        computed.put(function.getColumn().getId(), windows.write(call, group));
      }
    }
    return Query.select(items(scan.getColumnList(), computed), write(scan.getInputScan()).nested());
  }

  private Query order(ResolvedOrderByScan scan) {
    return Query.select(items(scan), write(scan.getInputScan()).nested())
        .orderBy(Ordering.by(scan.getOrderByItemList()));
  }

  private Query limit(ResolvedLimitOffsetScan scan) {
    Query input = write(scan.getInputScan());
    Query rows = input.limit().isEmpty() ? input : Query.select(items(scan), input.nested());
    Query limited = rows.isOrderedOrLimited() ? rows : Query.select(items(scan), input.nested());
    String limit = scan.getLimit() == null ? "" : "LIMIT " + expressions.write(scan.getLimit());
    String offset =
        scan.getOffset() == null ? "" : " OFFSET " + expressions.write(scan.getOffset());
    return limited.limit((limit + offset).strip());
  }

  /**
   * The whole statement: output columns under the names that the caller expects, each as exactly
   * its type.
   */
  String statement(ResolvedScan scan, List<ResolvedColumn> output) {
    List<String> items = new ArrayList<>();
    for (ResolvedColumn column : output) {
      SqlType type = ResolvedTree.type(column.getType());
      items.add(Sql.cast(Expressions.name(column), Fields.duck(type)) + " AS c" + items.size());
    }
    return write(scan).project(items).text();
  }
}
