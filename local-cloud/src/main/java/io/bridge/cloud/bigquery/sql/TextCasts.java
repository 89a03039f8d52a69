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
      case FLOAT64 -> "regexp_replace(" + text + ", '\\.0($|e)', '\\1')";
      case NUMERIC, BIGNUMERIC -> "rtrim(rtrim(" + text + ", '0'), '.')";
      case BYTES -> Sql.call("decode", value);
      case DATETIME, TIME -> bindings.let(List.of(text), n -> fraction(n.getFirst(), ""));
      case TIMESTAMP ->
          bindings.let(
              List.of(Sql.cast(Sql.call("timezone", "'UTC'", value), "VARCHAR")),
              n -> fraction(n.getFirst(), "+00"));
      case INTERVAL, JSON, GEOGRAPHY ->
          throw SqlException.unsupported("CAST of " + type + " to STRING");
    };
  }

  /** BigQuery writes 3 or 6 digits of a second's fraction, DuckDB as many as it needs. */
  private static String fraction(String text, String zone) {
    String digits = "length(split_part(" + text + ", '.', 2))";
    return "(%1$s || CASE WHEN %2$s IN (0, 3, 6) THEN '' WHEN %2$s < 3 THEN repeat('0', 3 - %2$s) ELSE repeat('0', 6 - %2$s) END || '%3$s')"
        .formatted(text, digits, zone);
  }
}
