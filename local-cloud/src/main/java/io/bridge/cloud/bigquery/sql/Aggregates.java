package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import com.google.zetasql.resolvedast.ResolvedAggregateHavingModifierEnums.HavingModifierKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateHavingModifier;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Aggregate functions, in GROUP BY and over windows. */
final class Aggregates {

  /** Writes one aggregate. */
  @FunctionalInterface
  private interface Writer {
    String write(AggregateUse use);
  }

  private static final Map<String, Writer> WRITERS =
      Map.ofEntries(
          entry("$count_star", use -> "count(*)" + use.over()),
          entry("count", use -> use.of("count")),
          // Of no rows it is NULL in DuckDB.
          entry("countif", use -> result(use, "coalesce(" + use.of("count_if") + ", 0)")),
          entry("sum", use -> result(use, use.of("sum"))),
          entry("avg", Aggregates::average),
          entry("min", use -> extreme(use, "min")),
          entry("max", use -> extreme(use, "max")),
          entry("any_value", use -> use.of("any_value")),
          entry("logical_and", use -> use.of("bool_and")),
          entry("logical_or", use -> use.of("bool_or")),
          entry("bit_and", use -> use.of("bit_and")),
          entry("bit_or", use -> use.of("bit_or")),
          entry("bit_xor", use -> use.of("bit_xor")),
          entry("stddev", use -> floats(use, "stddev_samp")),
          entry("stddev_samp", use -> floats(use, "stddev_samp")),
          entry("stddev_pop", use -> floats(use, "stddev_pop")),
          entry("variance", use -> floats(use, "var_samp")),
          entry("var_samp", use -> floats(use, "var_samp")),
          entry("var_pop", use -> floats(use, "var_pop")),
          entry("corr", use -> floats(use, "corr")),
          entry("covar_samp", use -> floats(use, "covar_samp")),
          entry("covar_pop", use -> floats(use, "covar_pop")),
          entry("array_agg", ListAggregates::array),
          entry("array_concat_agg", use -> "flatten(" + use.withoutNulls("list") + ")"),
          entry("string_agg", ListAggregates::string),
          entry(
              "approx_count_distinct",
              use -> "count(DISTINCT " + use.call().arg(0) + ")" + use.over()),
          entry("approx_quantiles", Aggregates::quantiles));

  private Aggregates() {}

  static String write(ResolvedAggregateFunctionCall node, Expressions expressions) {
    if (node.getHavingExpr() != null || !node.getGroupByList().isEmpty()) {
      throw SqlException.unsupported("GROUP BY inside of an aggregate function");
    }
    String order =
        node.getOrderByItemList().isEmpty() ? "" : " " + Ordering.by(node.getOrderByItemList());
    return write(node, expressions, order, "");
  }

  static String write(
      ResolvedNonScalarFunctionCallBase node, Expressions expressions, String order, String over) {
    Call call = expressions.call(node);
    Writer writer = WRITERS.get(call.name());
    if (writer == null) {
      throw call.unsupported();
    }
    if (call.safe()) {
      throw call.unsupported("with SAFE");
    }
    if (node.getWhereExpr() != null || node.getWithGroupRowsSubquery() != null) {
      throw call.unsupported("with WHERE");
    }
    return writer.write(new AggregateUse(call, node.getDistinct() ? "DISTINCT " : "", order, over));
  }

  private static String result(AggregateUse use, String expression) {
    if (use.call().result() == Scalar.INTERVAL) {
      throw use.call().unsupported("of INTERVAL");
    }
    return use.call().asResult(expression);
  }

  private static String floats(AggregateUse use, String function) {
    if (use.call().result() != Scalar.FLOAT64) {
      throw use.call().unsupported("of " + use.call().result());
    }
    String[] more = use.call().args().stream().skip(1).toArray(String[]::new);
    return use.of(function, more);
  }

  /** DuckDB's average of decimals is a float. */
  private static String average(AggregateUse use) {
    return switch (use.call().result()) {
      case Scalar.FLOAT64 -> use.of("avg");
      case Scalar.NUMERIC ->
          use.call()
              .let(
                  List.of(use.of("sum"), "nullif(" + use.of("count") + ", 0)"),
                  n -> NumericMath.quotient(use.call().bindings(), n.get(0), n.get(1)));
      default -> throw use.call().unsupported("of " + use.call().result());
    };
  }

  /** One NaN makes BigQuery's NaN; DuckDB takes it as the greatest. */
  private static String extreme(AggregateUse use, String function) {
    String value = use.of(function);
    if (use.call().result() != Scalar.FLOAT64) {
      return value;
    }
    String anyNan = "bool_or(isnan(" + use.call().arg(0) + "))" + use.over();
    return Sql.when(anyNan, "CAST('nan' AS DOUBLE)", value);
  }

  /** ANY_VALUE(x HAVING MAX y), whose second expression is not among the arguments. */
  static String anyValueHaving(ResolvedAggregateFunctionCall node, Expressions expressions) {
    ResolvedAggregateHavingModifier having = node.getHavingModifier();
    String function = having.getKind() == HavingModifierKind.MAX ? "arg_max_null" : "arg_min_null";
    String value = expressions.write(node.getArgumentList().getFirst());
    return Sql.call(function, value, expressions.write(having.getHavingExpr()));
  }

  /**
   * Exact, which is an approximation too; the count must be a literal, DuckDB wants a constant
   * list.
   */
  private static String quantiles(AggregateUse use) {
    Call call = use.call();
    long count =
        call.constantInt(1)
            .filter(n -> n > 0 && n <= 10_000)
            .orElseThrow(() -> call.unsupported("with this number of quantiles"));
    String points =
        LongStream.rangeClosed(0, count)
            .mapToObj(i -> String.valueOf((double) i / count))
            .collect(Collectors.joining(", ", "[", "]"));
    return use.of("quantile_disc", points);
  }
}
