package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Comparison and logic. */
final class Comparisons {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("$equal", call -> compare(call, "=")),
          entry("$not_equal", call -> compare(call, "<>")),
          entry("$less", call -> compare(call, "<")),
          entry("$less_or_equal", call -> compare(call, "<=")),
          entry("$greater", call -> compare(call, ">")),
          entry("$greater_or_equal", call -> compare(call, ">=")),
          entry("$between", Comparisons::between),
          entry("$in", Comparisons::in),
          entry("$in_array", Comparisons::inArray),
          entry("$is_distinct_from", Emitter.infix("IS DISTINCT FROM")),
          entry("$is_not_distinct_from", Emitter.infix("IS NOT DISTINCT FROM")),
          entry("$is_null", call -> "(" + call.arg(0) + " IS NULL)"),
          entry("$is_true", call -> "(" + call.arg(0) + " IS NOT DISTINCT FROM true)"),
          entry("$is_false", call -> "(" + call.arg(0) + " IS NOT DISTINCT FROM false)"),
          entry("$and", Emitter.infix("AND")),
          entry("$or", Emitter.infix("OR")),
          entry("$not", call -> "(NOT " + call.arg(0) + ")"));

  private Comparisons() {}

  /** DuckDB compares NULLs inside of structs and lists as equal; BigQuery does not. */
  private static void requireComparable(Call call) {
    IntStream.range(0, call.size()).forEach(i -> requireComparable(call.type(i)));
  }

  private static void requireComparable(SqlType type) {
    if (type instanceof Struct || type instanceof Array || type == Scalar.JSON) {
      throw SqlException.unsupported("Comparing values of type " + type);
    }
  }

  private static String compare(Call call, String operator) {
    requireComparable(call);
    String plain = "(" + call.arg(0) + " " + operator + " " + call.arg(1) + ")";
    if (!call.is(0, Scalar.FLOAT64)) {
      return plain;
    }
    return call.let(names -> compareFloats(names.get(0), operator, names.get(1)));
  }

  /**
   * NaN equals NaN and is greater than all for DuckDB; for BigQuery each such comparison is false.
   */
  private static String compareFloats(String left, String operator, String right) {
    String plain = left + " " + operator + " " + right;
    if (isNumber(left) && isNumber(right)) {
      return "(" + plain + ")";
    }
    return switch (operator) {
      case "=", ">", ">=" -> "(" + plain + " AND NOT isnan(" + left + "))";
      case "<", "<=" -> "(" + plain + " AND NOT isnan(" + right + "))";
      default -> "(" + plain + " OR (isnan(" + left + ") AND isnan(" + right + ")))";
    };
  }

  static boolean isNumber(String literal) {
    return literal.startsWith("CAST('") && !literal.contains("NaN");
  }

  private static String between(Call call) {
    requireComparable(call);
    if (!call.is(0, Scalar.FLOAT64)) {
      return "(" + call.arg(0) + " BETWEEN " + call.arg(1) + " AND " + call.arg(2) + ")";
    }
    return call.let(
        names ->
            "("
                + compareFloats(names.get(0), ">=", names.get(1))
                + " AND "
                + compareFloats(names.get(0), "<=", names.get(2))
                + ")");
  }

  private static String in(Call call) {
    requireComparable(call);
    if (!call.is(0, Scalar.FLOAT64)) {
      String list = String.join(", ", call.args().subList(1, call.size()));
      return "(" + call.arg(0) + " IN (" + list + "))";
    }
    return call.let(
        names ->
            names.subList(1, names.size()).stream()
                .map(name -> compareFloats(names.get(0), "=", name))
                .collect(Collectors.joining(" OR ", "(", ")")));
  }

  /** No element and a NULL among them is unknown; no array is false. */
  private static String inArray(Call call) {
    requireComparable(call.type(0));
    return call.let(
        names -> {
          String value = names.get(0);
          String array = names.get(1);
          return "CASE WHEN coalesce(len(%2$s), 0) = 0 THEN false WHEN %1$s IS NULL THEN NULL"
              .concat(" WHEN list_contains(%2$s, %1$s) THEN true")
              .concat(" WHEN len(%2$s) > list_count(%2$s) THEN NULL ELSE false END")
              .formatted(value, array);
        });
  }
}
