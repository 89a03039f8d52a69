package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCube;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGroupingSet;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGroupingSetBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedGroupingSetMultiColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRollup;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** GROUP BY. Its keys are computed one SELECT below, so that each is written and computed once. */
final class Aggregations {
  private final Scans scans;
  private final Expressions expressions;

  Aggregations(Scans scans, Expressions expressions) {
    this.scans = scans;
    this.expressions = expressions;
  }

  Query write(ResolvedAggregateScan scan) {
    Map<Long, String> computed = new LinkedHashMap<>();
    for (ResolvedComputedColumnBase column : scan.getAggregateList()) {
      computed.put(column.getColumn().getId(), aggregate(Scans.expression(column)));
    }
    scan.getGroupingCallList()
        .forEach(
            call ->
                computed.put(
                    call.getOutputColumn().getId(),
                    "grouping(" + Expressions.name(call.getGroupByColumn().getColumn()) + ")"));
    String from = keys(scan) + groupBy(scan);
    SequencedMap<String, String> items = Scans.items(scan.getColumnList(), computed);
    if (items.isEmpty()) {
      // Without keys and aggregates there is still the one row of a grand total.
      items.put("none", "count(*)");
    }
    return Query.select(items, from);
  }

  private String keys(ResolvedAggregateScan scan) {
    String input = scans.write(scan.getInputScan()).nested();
    if (scan.getGroupByList().isEmpty()) {
      return input;
    }
    List<String> keys = new ArrayList<>(List.of("*"));
    for (ResolvedComputedColumn key : scan.getGroupByList()) {
      requireGroupable(ResolvedTree.type(key.getColumn().getType()));
      keys.add(expressions.write(key.getExpr()) + " AS " + Expressions.name(key.getColumn()));
    }
    return "(SELECT " + String.join(", ", keys) + " FROM " + input + ")";
  }

  private static void requireGroupable(SqlType type) {
    if (type == SqlType.Scalar.JSON) {
      throw SqlException.invalid("Grouping by expressions of type JSON is not allowed");
    }
  }

  private String aggregate(ResolvedExpr expr) {
    if (!(expr instanceof ResolvedAggregateFunctionCall call)) {
      throw Scans.unsupported(expr);
    }
    return Aggregates.write(call, expressions);
  }

  private static String groupBy(ResolvedAggregateScan scan) {
    if (!scan.getGroupingSetList().isEmpty()) {
      return scan.getGroupingSetList().stream()
          .map(Aggregations::groupingSet)
          .collect(Collectors.joining(", ", " GROUP BY GROUPING SETS (", ")"));
    }
    if (scan.getGroupByList().isEmpty()) {
      return "";
    }
    return scan.getGroupByList().stream()
        .map(key -> Expressions.name(key.getColumn()))
        .collect(Collectors.joining(", ", " GROUP BY ", ""));
  }

  private static String groupingSet(ResolvedGroupingSetBase set) {
    return switch (set) {
      case ResolvedGroupingSet plain -> columns(plain.getGroupByColumnList());
      case ResolvedRollup rollup -> "ROLLUP " + parts(rollup.getRollupColumnList());
      case ResolvedCube cube -> "CUBE " + parts(cube.getCubeColumnList());
      default -> throw Scans.unsupported(set);
    };
  }

  private static String parts(List<ResolvedGroupingSetMultiColumn> parts) {
    return parts.stream()
        .map(part -> columns(part.getColumnList()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String columns(List<ResolvedColumnRef> columns) {
    return columns.stream()
        .map(ResolvedColumnRef::getColumn)
        .map(Expressions::name)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
