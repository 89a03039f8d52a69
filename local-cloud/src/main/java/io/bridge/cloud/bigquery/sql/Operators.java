package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;

/** Arithmetic and bits. */
final class Operators {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
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
    if (Comparisons.isNumber(divisor) && !divisor.matches("CAST\\('-?0*\\.?0*' .*")) {
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
