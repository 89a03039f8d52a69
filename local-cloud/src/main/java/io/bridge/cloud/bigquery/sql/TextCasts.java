package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;

/** Values as BigQuery writes them in a STRING. */
final class TextCasts {
  private TextCasts() {}

  static String of(LetBindings bindings, String value, Scalar type) {
    String text = Sql.cast(value, "VARCHAR");
    return switch (type) {
      case STRING -> value;
      case INT64, BOOL, DATE -> text;
      case FLOAT64 -> bindings.let(List.of(value), n -> float64(n.getFirst()));
      case NUMERIC -> "rtrim(rtrim(" + text + ", '0'), '.')";
      case BYTES -> Sql.call("decode", value);
      case DATETIME, TIME -> bindings.let(List.of(text), n -> fraction(n.getFirst(), ""));
      case TIMESTAMP ->
          bindings.let(
              List.of(Sql.cast(Sql.call("timezone", "'UTC'", value), "VARCHAR")),
              n -> fraction(n.getFirst(), "+00"));
      case BIGNUMERIC, INTERVAL, JSON, GEOGRAPHY ->
          throw SqlException.unsupported("CAST of " + type + " to STRING");
    };
  }

  /**
   * 15 digits where they suffice to read the same value again, else 17; zero and NaN have no sign.
   */
  private static String float64(String value) {
    String digits = "format('{:.15g}', " + value + ")";
    return "CASE WHEN %1$s = 0 THEN '0' WHEN isnan(%1$s) THEN 'nan'"
        .concat(" WHEN CAST(%2$s AS DOUBLE) = %1$s THEN %2$s ELSE format('{:.17g}', %1$s) END")
        .formatted(value, digits);
  }

  /** BigQuery writes 3 or 6 digits of a second's fraction, DuckDB as many as it needs. */
  private static String fraction(String text, String zone) {
    String digits = "length(split_part(" + text + ", '.', 2))";
    String missing =
        "CASE WHEN %1$s IN (0, 3, 6) THEN 0 WHEN %1$s < 3 THEN 3 - %1$s ELSE 6 - %1$s END"
            .formatted(digits);
    return "(%s || repeat('0', %s) || '%s')".formatted(text, missing, zone);
  }
}
