package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Scalar;
import java.util.Map;

/** CASE and its relatives. */
final class Conditionals {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("if", call -> Sql.when(call.arg(0), call.arg(1), call.arg(2))),
          entry("coalesce", Emitter.same("coalesce")),
          entry("ifnull", Emitter.same("coalesce")),
          entry("nullif", Emitter.same("nullif")),
          entry("nullifzero", call -> Sql.call("nullif", call.arg(0), zero(call))),
          entry("zeroifnull", Conditionals::zeroIfNull),
          entry("$case_no_value", call -> cases(call, "CASE", 0)),
          entry("$case_with_value", call -> cases(call, "CASE " + call.arg(0), 1)),
          entry("greatest", call -> extreme(call, "greatest")),
          entry("least", call -> extreme(call, "least")),
          entry("iferror", Conditionals::caught),
          entry("nulliferror", Conditionals::caught),
          entry("iserror", Conditionals::caught),
          entry("error", call -> call.asResult(Sql.call("error", call.arg(0)))));

  private Conditionals() {}

  /** COALESCE would lose the sign of a negative zero. */
  private static String zeroIfNull(Call call) {
    return call.let(n -> Sql.when(n.get(0) + " IS NULL", zero(call), n.get(0)));
  }

  private static String zero(Call call) {
    if (call.result() == Scalar.BIGNUMERIC) {
      throw call.unsupported("of BIGNUMERIC");
    }
    return call.asResult("0");
  }

  /** What ZetaSQL has besides, and what it makes of SAFE before a function of the text itself. */
  private static String caught(Call call) {
    throw SqlException.invalid(
        "Function not found: "
            + call.displayName()
            + "; SAFE before a temporary function would need it here");
  }

  private static String cases(Call call, String head, int first) {
    StringBuilder text = new StringBuilder(head);
    int i = first;
    for (; i + 1 < call.size(); i += 2) {
      text.append(" WHEN ").append(call.arg(i)).append(" THEN ").append(call.arg(i + 1));
    }
    return text.append(" ELSE ").append(call.argOr(i, "NULL")).append(" END").toString();
  }

  /** BigQuery's is NULL when any argument is, and NaN when any is; DuckDB's skips NULLs. */
  private static String extreme(Call call, String function) {
    if (call.result() == Scalar.INTERVAL) {
      // DuckDB's looks at months first, although a comparison there does not.
      throw call.unsupported("of INTERVAL");
    }
    return call.let(
        names -> {
          String anyNull = String.join(" IS NULL OR ", names) + " IS NULL";
          String value = Sql.call(function, names.toArray(String[]::new));
          if (call.result() == Scalar.FLOAT64) {
            String anyNan = "isnan(" + String.join(") OR isnan(", names) + ")";
            value = Sql.when(anyNan, "CAST('nan' AS DOUBLE)", value);
          }
          return Sql.when(anyNull, "NULL", value);
        });
  }
}
