package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
          entry("$bitwise_not", call -> integers(call, "(~" + call.arg(0) + ")")),
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
    return switch (call.result()) {
      case Scalar.FLOAT64 -> Exactness.finite(call, c -> infix(c, operator));
      case Scalar.NUMERIC ->
          Exactness.unless(call, n -> isLarge(n, operator), c -> numeric(c, operator));
      case Scalar.INT64 -> infix(call, operator);
      default -> throw SqlException.unsupported("Operator " + operator + " on " + call.result());
    };
  }

  private static String infix(Call call, String operator) {
    return "(" + call.arg(0) + " " + operator + " " + call.arg(1) + ")";
  }

  private static String numeric(Call call, String operator) {
    return call.asResult(infix(call, operator));
  }

  /** A product of decimals keeps 18 digits after the point, so DuckDB's ends at 10^20. */
  private static boolean isProduct(String operator) {
    return operator.equals("*");
  }

  private static String isLarge(List<String> names, String operator) {
    return "(abs(CAST(%s AS DOUBLE) %s CAST(%s AS DOUBLE)) >= %s)"
        .formatted(names.get(0), operator, names.get(1), isProduct(operator) ? "9e19" : "9e28");
  }

  private static String multiply(Call call) {
    return arithmetic(call, "*");
  }

  private static String divide(Call call) {
    return switch (call.result()) {
      case Scalar.FLOAT64 -> guardZero(call, c -> Exactness.finite(c, d -> infix(d, "/")));
      case Scalar.NUMERIC ->
          Exactness.unless(
              call,
              n -> "(%1$s = 0 OR abs(%1$s) >= 1e20)".formatted(n.get(1)),
              c -> NumericMath.quotient(c.bindings(), c.arg(0), c.arg(1)));
      default -> throw SqlException.unsupported("Division of " + call.result());
    };
  }

  /** DuckDB's division of floats by zero is infinity; BigQuery's is an error. */
  static String guardZero(Call call, Function<Call, String> division) {
    String divisor = call.arg(1);
    return Comparisons.isNumber(divisor) && !divisor.matches("CAST\\('-?0*\\.?0*' .*")
        ? division.apply(call)
        : Exactness.unless(call, n -> "(" + n.get(1) + " = 0)", division);
  }

  private static String negate(Call call) {
    if (call.result() == Scalar.BIGNUMERIC || call.result() == Scalar.INTERVAL) {
      throw SqlException.unsupported("Negating " + call.result());
    }
    return "(-" + call.arg(0) + ")";
  }

  private static String bits(Call call, String operator) {
    return integers(call, infix(call, operator));
  }

  private static String integers(Call call, String expression) {
    if (call.result() != Scalar.INT64) {
      throw SqlException.unsupported("Bit operators on " + call.result());
    }
    return expression;
  }
}
