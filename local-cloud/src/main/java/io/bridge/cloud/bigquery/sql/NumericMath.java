package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * Exact division of NUMERIC: DuckDB divides decimals as floats.
 *
 * <p>It works on the values times 10^9 as 128-bit integers, whole part and rest apart, and rounds
 * half away from zero as BigQuery does. A divisor from 1.7e20 on overflows, with an error.
 */
final class NumericMath {
  private static final String ONE = "1000000000";

  private NumericMath() {}

  /** The quotient of two DECIMAL(38,9), neither of them zero as the divisor. */
  static String quotient(LetBindings bindings, String dividend, String divisor) {
    return bindings.let(
        List.of(units(dividend), units(divisor)),
        names -> fromUnits(units(names.get(0), names.get(1))));
  }

  private static String units(String a, String b) {
    String rest = "(%s %% %s) * %s::HUGEINT".formatted(a, b, ONE);
    return "((%1$s // %2$s) * %4$s::HUGEINT + (%3$s) // %2$s"
        .concat(" + CASE WHEN abs((%3$s) %% %2$s) * 2 >= abs(%2$s)")
        .concat(" THEN CASE WHEN (%1$s < 0) <> (%2$s < 0) THEN -1 ELSE 1 END ELSE 0 END)")
        .formatted(a, b, rest, ONE);
  }

  /** The text of a DECIMAL(38,9) always has nine digits after the point. */
  private static String units(String numeric) {
    return "CAST(replace(CAST(CAST(%s AS DECIMAL(38,9)) AS VARCHAR), '.', '') AS HUGEINT)"
        .formatted(numeric);
  }

  private static String fromUnits(String units) {
    return "CAST(CAST(%s AS DECIMAL(38,0)) * CAST('0.000000001' AS DECIMAL(10,9)) AS DECIMAL(38,9))"
        .formatted(units);
  }
}
