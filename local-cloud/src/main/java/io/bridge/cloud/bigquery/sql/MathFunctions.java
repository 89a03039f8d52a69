package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Mathematical functions. Each gives BigQuery's type, and an error where BigQuery does. */
final class MathFunctions {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("abs", MathFunctions.exact("abs")),
          entry("sign", MathFunctions::sign),
          entry("ceil", MathFunctions.exact("ceil")),
          entry("floor", MathFunctions.exact("floor")),
          entry("round", call -> rounded(call, "round")),
          entry("trunc", call -> rounded(call, "trunc")),
          entry("mod", MathFunctions::mod),
          entry("div", MathFunctions::div),
          entry("ieee_divide", Emitter.infix("/")),
          entry("sqrt", call -> domain(call, "sqrt", "%s < 0")),
          entry("ln", call -> domain(call, "ln", "%s <= 0")),
          entry("log10", call -> domain(call, "log10", "%s <= 0")),
          entry("log", MathFunctions::log),
          entry("exp", call -> floats(call, "exp")),
          entry("pow", call -> floats(call, "pow")),
          entry("cbrt", call -> floats(call, "cbrt")),
          entry("sin", call -> floats(call, "sin")),
          entry("cos", call -> floats(call, "cos")),
          entry("tan", call -> floats(call, "tan")),
          entry("asin", call -> domain(call, "asin", "abs(%s) > 1")),
          entry("acos", call -> domain(call, "acos", "abs(%s) > 1")),
          entry("atan", call -> floats(call, "atan")),
          entry("atan2", call -> floats(call, "atan2")),
          entry("sinh", call -> floats(call, "sinh")),
          entry("cosh", call -> floats(call, "cosh")),
          entry("tanh", call -> floats(call, "tanh")),
          entry("is_nan", Emitter.same("isnan")),
          entry("is_inf", Emitter.same("isinf")),
          entry("rand", _ -> "random()"),
          entry("bit_count", MathFunctions::bitCount),
          entry("generate_uuid", _ -> "CAST(uuid() AS VARCHAR)"));

  private MathFunctions() {}

  private static Emitter exact(String function) {
    return call -> {
      refuseBigNumeric(call);
      return call.asResult(Sql.call(function, call.arg(0)));
    };
  }

  private static void refuseBigNumeric(Call call) {
    if (call.result() == Scalar.BIGNUMERIC) {
      throw call.unsupported("of BIGNUMERIC");
    }
  }

  /** Functions that DuckDB has for floats only; on NUMERIC they would lose digits. */
  private static String floats(Call call, String function) {
    if (call.result() != Scalar.FLOAT64) {
      throw call.unsupported("of " + call.result());
    }
    return Exactness.finite(call, c -> plain(c, function));
  }

  private static String plain(Call call, String function) {
    return Sql.call(function, call.args().toArray(String[]::new));
  }

  private static String domain(Call call, String function, String outside) {
    if (call.result() != Scalar.FLOAT64) {
      throw call.unsupported("of " + call.result());
    }
    return Exactness.unless(
        call, n -> "(" + outside.formatted(n.get(0)) + ")", c -> plain(c, function));
  }

  private static String log(Call call) {
    if (call.size() == 1) {
      return domain(call, "ln", "%s <= 0");
    }
    if (call.result() != Scalar.FLOAT64) {
      throw call.unsupported("of " + call.result());
    }
    return Exactness.unless(
        call,
        n ->
            "(%1$s <= 0 OR %2$s <= 0 OR %2$s = 1 OR isinf(%1$s) OR isinf(%2$s))"
                .formatted(n.get(0), n.get(1)),
        c -> "(ln(" + c.arg(0) + ") / ln(" + c.arg(1) + "))");
  }

  private static String sign(Call call) {
    refuseBigNumeric(call);
    if (call.result() == Scalar.FLOAT64) {
      return call.let(
          names ->
              Sql.when(
                  "isnan(" + names.get(0) + ")",
                  names.get(0),
                  call.asResult(Sql.call("sign", names.get(0)))));
    }
    return call.asResult(Sql.call("sign", call.arg(0)));
  }

  private static String rounded(Call call, String function) {
    refuseBigNumeric(call);
    if (call.size() > 2) {
      throw call.unsupported("with a rounding mode");
    }
    if (call.size() == 1) {
      return call.asResult(Sql.call(function, call.arg(0)));
    }
    if (call.result() == Scalar.FLOAT64) {
      return floatDigits(call, function);
    }
    long digits =
        call.constantInt(1)
            .or(() -> negativeLiteral(call.arg(1)))
            .orElseThrow(() -> call.unsupported("of NUMERIC with digits that are no literal"));
    return digits >= DuckType.NUMERIC_SCALE
        ? call.arg(0)
        : call.asResult(Sql.call(function, call.arg(0), String.valueOf(digits)));
  }

  /** BigQuery scales with more digits than a float has: near a half the two may part. */
  private static String floatDigits(Call call, String function) {
    return Exactness.unless(
        call,
        n -> {
          String scaled = "abs(%s * pow(10, %s))".formatted(n.get(0), n.get(1));
          String nearHalf = function.equals("round") ? " - 0.5" : " - 1";
          return "(%2$s NOT BETWEEN -15 AND 15 OR %1$s >= 4e12 OR isnan(%1$s)"
              .concat(" OR abs((%1$s %% 1)%3$s) < 1e-3 OR (%1$s %% 1) < 1e-3)")
              .formatted(scaled, n.get(1), nearHalf);
        },
        c -> Sql.call(function, c.arg(0), Sql.cast(c.arg(1), "INTEGER")));
  }

  private static Optional<Long> negativeLiteral(String text) {
    var matcher = Pattern.compile("\\(-CAST\\('(\\d+)' AS BIGINT\\)\\)").matcher(text);
    return matcher.matches() ? Optional.of(-Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  private static String mod(Call call) {
    refuseBigNumeric(call);
    return Operators.guardZero(call, c -> c.asResult("(" + c.arg(0) + " % " + c.arg(1) + ")"));
  }

  private static String div(Call call) {
    if (call.result() != Scalar.INT64) {
      throw call.unsupported("of " + call.result());
    }
    return Operators.guardZero(call, c -> "(" + c.arg(0) + " // " + c.arg(1) + ")");
  }

  private static String bitCount(Call call) {
    if (!call.is(0, Scalar.INT64)) {
      throw call.unsupported("of " + call.type(0));
    }
    return call.asResult(Sql.call("bit_count", call.arg(0)));
  }
}
