package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import com.google.zetasql.resolvedast.ResolvedAggregateHavingModifierEnums.HavingModifierKind;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateHavingModifier;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedNonScalarFunctionCallBase;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
          entry("sum", use -> result(use, finite(use, use.of("sum")))),
          entry("avg", Aggregates::average),
          entry("min", use -> extreme(use, "min")),
          entry("max", use -> extreme(use, "max")),
          entry("max_by", use -> by(use, "arg_max_null")),
          entry("min_by", use -> by(use, "arg_min_null")),
          entry("any_value", use -> use.of("any_value")),
          entry("logical_and", use -> use.of("bool_and")),
          entry("logical_or", use -> use.of("bool_or")),
          entry("bit_and", use -> bits(use, "bit_and")),
          entry("bit_or", use -> bits(use, "bit_or")),
          entry("bit_xor", use -> bits(use, "bit_xor")),
          entry("stddev", use -> Statistics.of(use, "stddev_samp")),
          entry("stddev_samp", use -> Statistics.of(use, "stddev_samp")),
          entry("stddev_pop", use -> Statistics.of(use, "stddev_pop")),
          entry("variance", use -> Statistics.of(use, "var_samp")),
          entry("var_samp", use -> Statistics.of(use, "var_samp")),
          entry("var_pop", use -> Statistics.of(use, "var_pop")),
          // NaN where there is no variance, and never more than 1.
          entry("corr", use -> Statistics.plain(use, "corr")),
          entry("covar_samp", use -> Statistics.of(use, "covar_samp")),
          entry("covar_pop", use -> Statistics.of(use, "covar_pop")),
          entry("array_agg", ListAggregates::array),
          entry("array_concat_agg", use -> "flatten(" + use.withoutNulls("list") + ")"),
          entry("string_agg", ListAggregates::string),
          entry("approx_count_distinct", ApproximateAggregates::countDistinct),
          entry("approx_quantiles", ApproximateAggregates::quantiles),
          entry("approx_top_count", ApproximateAggregates::topCount),
          entry("approx_top_sum", ApproximateAggregates::topSum));

  private Aggregates() {}

  /** Those that DuckDB computes, by ZetaSQL's names in lower case. */
  static Set<String> names() {
    return WRITERS.keySet();
  }

  static String write(ResolvedAggregateFunctionCall node, Expressions expressions) {
    if (node.getHavingExpr() != null || !node.getGroupByList().isEmpty()) {
      throw SqlException.unsupported("GROUP BY inside of an aggregate function");
    }
    if (Windows.names().contains(node.getFunction().getName().toLowerCase(Locale.ROOT))) {
      throw SqlException.invalid(
          "Analytic function %s cannot be called without an OVER clause"
              .formatted(node.getFunction().getName().toUpperCase(Locale.ROOT)));
    }
    if (node.getHavingModifier() != null && isAnyValue(node)) {
      return anyValueHaving(node, expressions);
    }
    String order =
        node.getOrderByItemList().isEmpty() ? "" : " " + Ordering.by(node.getOrderByItemList());
    return write(node, expressions, order, "");
  }

  static String write(
      ResolvedNonScalarFunctionCallBase node, Expressions expressions, String order, String over) {
    Call call = expressions.call(node);
    AggregateUse use = new AggregateUse(call, expressions, order, over);
    try {
      return natively(use);
    } catch (SqlException e) {
      if (!e.isUnsupported() || call.name().startsWith("approx_")) {
        throw e;
      }
      return use.reference().write(over);
    }
  }

  private static String natively(AggregateUse use) {
    Writer writer = WRITERS.get(use.call().name());
    if (writer == null || use.isModified()) {
      throw use.call().unsupported();
    }
    return writer.write(use);
  }

  private static boolean isAnyValue(ResolvedAggregateFunctionCall node) {
    return node.getFunction().getName().equalsIgnoreCase("any_value")
        && node.getWhereExpr() == null;
  }

  private static String result(AggregateUse use, String expression) {
    if (use.call().result() == Scalar.INTERVAL || use.call().result() == Scalar.BIGNUMERIC) {
      throw use.call().unsupported("of " + use.call().result());
    }
    return use.call().asResult(expression);
  }

  private static String bits(AggregateUse use, String function) {
    if (use.call().result() != Scalar.INT64) {
      throw use.call().unsupported("of " + use.call().result());
    }
    return use.of(function);
  }

  /** What is no finite number though all that it is made of are is an overflow, and an error. */
  static String finite(AggregateUse use, String value) {
    Call call = use.call();
    if (call.result() != Scalar.FLOAT64 || !call.is(0, Scalar.FLOAT64)) {
      return value;
    }
    if (use.expressions().quick()) {
      return checked(
          use,
          List.of(value),
          n -> Sql.when("NOT isfinite(" + n.get(0) + ")", inconclusive(), n.get(0)));
    }
    String inputs =
        call.args().stream()
            // Half the price of a look at each value.
            .map(arg -> "isfinite(max(abs(" + arg + "))" + use.over() + ")")
            .collect(Collectors.joining(" AND "));
    return checked(
        use,
        List.of(value, inputs),
        n ->
            Sql.when(
                "NOT isfinite(" + n.get(0) + ") AND " + n.get(1),
                call.fail("double overflow"),
                n.get(0)));
  }

  /** DuckDB computes a repeated aggregate once, but a repeated window twice. */
  static String checked(
      AggregateUse use, List<String> parts, Function<List<String>, String> check) {
    return use.over().isEmpty() ? check.apply(parts) : use.call().let(parts, check);
  }

  static String inconclusive() {
    return Sql.call("error", Sql.string(QueryRequest.INCONCLUSIVE));
  }

  private static String by(AggregateUse use, String function) {
    Call call = use.call();
    boolean unordered =
        !(call.type(1) instanceof Scalar key) || key == Scalar.JSON || key == Scalar.GEOGRAPHY;
    if (unordered || !use.distinct().isEmpty() || !use.order().isEmpty()) {
      throw SqlException.invalid(
          "%s takes a value and a key that can be ordered, and nothing else"
              .formatted(call.displayName()));
    }
    return Sql.call(function, call.arg(0), call.arg(1));
  }

  /** DuckDB's average of decimals is a float. */
  private static String average(AggregateUse use) {
    return switch (use.call().result()) {
      case Scalar.FLOAT64 -> finite(use, use.of("avg"));
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
  private static String anyValueHaving(
      ResolvedAggregateFunctionCall node, Expressions expressions) {
    ResolvedAggregateHavingModifier having = node.getHavingModifier();
    String function = having.getKind() == HavingModifierKind.MAX ? "arg_max_null" : "arg_min_null";
    String value = expressions.write(node.getArgumentList().getFirst());
    return Sql.call(function, value, expressions.write(having.getHavingExpr()));
  }
}
