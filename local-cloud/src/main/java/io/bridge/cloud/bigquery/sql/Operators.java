package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Comparison, logic, arithmetic, bits. */
final class Operators {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("$equal", call -> compare(call, "=")),
          entry("$not_equal", call -> compare(call, "<>")),
          entry("$less", call -> compare(call, "<")),
          entry("$less_or_equal", call -> compare(call, "<=")),
          entry("$greater", call -> compare(call, ">")),
          entry("$greater_or_equal", call -> compare(call, ">=")),
          entry("$between", Operators::between),
          entry("$in", Operators::in),
          entry("$in_array", Operators::inArray),
          entry("$is_distinct_from", Emitter.infix("IS DISTINCT FROM")),
          entry("$is_not_distinct_from", Emitter.infix("IS NOT DISTINCT FROM")),
          entry("$is_null", call -> "(" + call.arg(0) + " IS NULL)"),
          entry("$is_true", call -> "(" + call.arg(0) + " IS NOT DISTINCT FROM true)"),
          entry("$is_false", call -> "(" + call.arg(0) + " IS NOT DISTINCT FROM false)"),
          entry("$and", Emitter.infix("AND")),
          entry("$or", Emitter.infix("OR")),
          entry("$not", call -> "(NOT " + call.arg(0) + ")"),
          entry("$add", Operators::add),
          entry("$subtract", Operators::subtract),
          entry("$multiply", Operators::multiply),
          entry("$divide", Operators::divide),
          entry("safe_add", call -> tried(call, Operators::add)),
          entry("safe_subtract", call -> tried(call, Operators::subtract)),
          entry("safe_multiply", call -> tried(call, Operators::multiply)),
          entry("safe_divide", call -> tried(call, Operators::divide)),
          entry("safe_negate", call -> tried(call, Operators::negate)),
          entry("$unary_minus", Operators::negate),
          entry("$bitwise_not", call -> "(~" + call.arg(0) + ")"),
          entry("$bitwise_and", call -> bits(call, "&")),
          entry("$bitwise_or", call -> bits(call, "|")),
          entry("$bitwise_xor", call -> integers(call, Sql.call("xor", call.arg(0), call.arg(1)))));

  private Operators() {}

  private static String tried(Call call, Emitter emitter) {
    return call.let(names -> Sql.call("TRY", emitter.emit(call.safely(names))));
  }

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

  private static boolean isNumber(String literal) {
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

  private static String add(Call call) {
    return DateArithmetic.isDated(call) ? DateArithmetic.add(call) : arithmetic(call, "+");
  }

  private static String subtract(Call call) {
    return DateArithmetic.isDated(call) ? DateArithmetic.subtract(call) : arithmetic(call, "-");
  }

  private static String arithmetic(Call call, String operator) {
    return "(" + call.arg(0) + " " + operator + " " + call.arg(1) + ")";
  }

  private static String multiply(Call call) {
    if (call.result() == Scalar.BIGNUMERIC) {
      throw SqlException.unsupported("Multiplication of BIGNUMERIC");
    }
    String product = arithmetic(call, "*");
    return call.result() == Scalar.NUMERIC ? call.asResult(product) : product;
  }

  private static String divide(Call call) {
    return call.let(names -> guardZero(call, names, quotient(call, names)));
  }

  private static String quotient(Call call, List<String> names) {
    return switch (call.result()) {
      case Scalar.FLOAT64 -> "(" + names.get(0) + " / " + names.get(1) + ")";
      case Scalar.NUMERIC -> NumericMath.quotient(call.bindings(), names.get(0), names.get(1));
      default -> throw SqlException.unsupported("Division of " + call.result());
    };
  }

  /** DuckDB's division of floats by zero is infinity; BigQuery's is an error. */
  static String guardZero(Call call, List<String> names, String division) {
    String dividend = names.get(0);
    String divisor = names.get(1);
    if (isNumber(divisor) && !divisor.matches("CAST\\('-?0*\\.?0*' .*")) {
      return division;
    }
    return "CASE WHEN %s IS NULL THEN NULL WHEN %s = 0 THEN %s ELSE %s END"
        .formatted(dividend, divisor, call.fail("division by zero: %s / 0", dividend), division);
  }

  private static String negate(Call call) {
    return "(-" + call.arg(0) + ")";
  }

  private static String bits(Call call, String operator) {
    return integers(call, arithmetic(call, operator));
  }

  private static String integers(Call call, String expression) {
    if (call.result() != Scalar.INT64) {
      throw SqlException.unsupported("Bit operators on " + call.result());
    }
    return expression;
  }
}
