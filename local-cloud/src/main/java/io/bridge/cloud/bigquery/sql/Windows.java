package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionGroup;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumnBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWindowFrame;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWindowFrameExpr;
import com.google.zetasql.resolvedast.ResolvedNonScalarFunctionCallBaseEnums.NullHandlingModifier;
import com.google.zetasql.resolvedast.ResolvedWindowFrameEnums.FrameUnit;
import com.google.zetasql.resolvedast.ResolvedWindowFrameExprEnums.BoundaryType;
import io.bridge.sql.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Functions over windows. */
final class Windows {
  private static final Set<String> RANKS =
      Set.of("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile");
  private static final Set<String> NAVIGATION =
      Set.of("lag", "lead", "first_value", "last_value", "nth_value");
  private static final Map<String, String> PERCENTILES =
      Map.of("percentile_cont", "quantile_cont", "percentile_disc", "quantile_disc");

  private final Expressions expressions;

  Windows(Expressions expressions) {
    this.expressions = expressions;
  }

  /** Those that are nothing without a window, by ZetaSQL's names in lower case. */
  static Set<String> names() {
    return Stream.of(RANKS, NAVIGATION, PERCENTILES.keySet())
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The functions of a scan by the ids of their columns. */
  Map<Long, String> write(List<ResolvedAnalyticFunctionGroup> groups) {
    Map<Long, String> written = new HashMap<>();
    for (ResolvedAnalyticFunctionGroup group : groups) {
      for (ResolvedComputedColumnBase column : group.getAnalyticFunctionList()) {
        var call = (ResolvedAnalyticFunctionCall) Scans.expression(column);
        written.put(column.getColumn().getId(), write(call, group));
      }
    }
    return written;
  }

  private String write(ResolvedAnalyticFunctionCall call, ResolvedAnalyticFunctionGroup group) {
    String name = call.getFunction().getName().toLowerCase(Locale.ROOT);
    String over = over(call.getWindowFrame(), group);
    if (RANKS.contains(name) || NAVIGATION.contains(name)) {
      return plain(call, name, over);
    }
    if (PERCENTILES.containsKey(name)) {
      return percentile(call, PERCENTILES.get(name), over);
    }
    return Aggregates.write(call, expressions, "", over);
  }

  private String plain(ResolvedAnalyticFunctionCall node, String function, String over) {
    Call call = expressions.call(node);
    if (call.safe()) {
      throw call.unsupported("with SAFE");
    }
    requirePositive(call, function);
    String nulls =
        node.getNullHandlingModifier() == NullHandlingModifier.IGNORE_NULLS ? " IGNORE NULLS" : "";
    return call.asResult(function + "(" + String.join(", ", call.args()) + nulls + ")" + over);
  }

  /** DuckDB reads a negative offset as one in the other direction. */
  private static void requirePositive(Call call, String function) {
    boolean offset = function.equals("lag") || function.equals("lead");
    long least = offset ? 0 : 1;
    int at = function.equals("ntile") ? 0 : 1;
    boolean counted = offset || at == 0 || function.equals("nth_value");
    if (counted && call.constantInt(at).filter(n -> n < least).isPresent()) {
      throw SqlException.invalid(
          "Argument %d to %s must be at least %d".formatted(at + 1, call.displayName(), least));
    }
  }

  private String percentile(ResolvedAnalyticFunctionCall node, String function, String over) {
    Call call = expressions.call(node);
    boolean nulls = node.getNullHandlingModifier() == NullHandlingModifier.RESPECT_NULLS;
    boolean exact = call.result() != SqlType.Scalar.FLOAT64 && function.equals("quantile_cont");
    boolean share = call.is(1, SqlType.Scalar.FLOAT64);
    if (nulls || exact || !share || call.safe()) {
      if (call.is(0, SqlType.Scalar.INTERVAL)) {
        throw call.unsupported("of INTERVAL in this form");
      }
      return new ReferenceAggregates(expressions, node, call).overAll(over);
    }
    String value = Sql.call(function, call.arg(0), call.arg(1)) + over;
    return call.asResult(call.is(0, SqlType.Scalar.FLOAT64) ? withNan(node, value, over) : value);
  }

  /** NaN comes first, and last in DuckDB. */
  private String withNan(ResolvedAnalyticFunctionCall node, String value, String over) {
    Call call = expressions.call(node);
    String anyNan = "coalesce(bool_or(isnan(" + call.arg(0) + "))" + over + ", false)";
    String exact =
        expressions.quick()
            ? Aggregates.inconclusive()
            : new ReferenceAggregates(expressions, node, call).overAll(over);
    return call.let(List.of(anyNan, value), n -> Sql.when(n.get(0), exact, n.get(1)));
  }

  private String over(ResolvedWindowFrame frame, ResolvedAnalyticFunctionGroup group) {
    List<String> parts = new ArrayList<>();
    if (group.getPartitionBy() != null) {
      parts.add(partition(group.getPartitionBy().getPartitionByList()));
    }
    boolean offsets = frame != null && isRangeWithOffset(frame);
    if (group.getOrderBy() != null) {
      var items = group.getOrderBy().getOrderByItemList();
      parts.add(offsets ? Ordering.byOneKey(items) : Ordering.by(items));
    }
    if (frame != null) {
      parts.add(frame(frame));
    }
    return " OVER (" + String.join(" ", parts) + ")";
  }

  private static String partition(List<ResolvedColumnRef> columns) {
    return columns.stream()
        .map(c -> Expressions.name(c.getColumn()))
        .collect(Collectors.joining(", ", "PARTITION BY ", ""));
  }

  private static boolean isRangeWithOffset(ResolvedWindowFrame frame) {
    return frame.getFrameUnit() == FrameUnit.RANGE
        && (frame.getStartExpr().getExpression() != null
            || frame.getEndExpr().getExpression() != null);
  }

  private String frame(ResolvedWindowFrame frame) {
    return frame.getFrameUnit()
        + " BETWEEN "
        + boundary(frame.getStartExpr())
        + " AND "
        + boundary(frame.getEndExpr());
  }

  private String boundary(ResolvedWindowFrameExpr boundary) {
    BoundaryType type = boundary.getBoundaryType();
    return switch (type) {
      case UNBOUNDED_PRECEDING, CURRENT_ROW, UNBOUNDED_FOLLOWING -> type.name().replace('_', ' ');
      case OFFSET_PRECEDING -> expressions.write(boundary.getExpression()) + " PRECEDING";
      case OFFSET_FOLLOWING -> expressions.write(boundary.getExpression()) + " FOLLOWING";
      default -> throw SqlException.unsupported("Window frame " + type);
    };
  }
}
