package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reading values from text. DuckDB reads more forms than BigQuery does ({@code 1_000}, {@code 1.5}
 * as an integer, {@code t} as true), so each text is held against BigQuery's grammar first.
 */
final class StringCasts {
  private static final String DATE = "\\d{4}-\\d{1,2}-\\d{1,2}";
  private static final String TIME = "([01]?\\d|2[0-3]):[0-5]?\\d:[0-5]?\\d(\\.\\d{1,6})?";

  private StringCasts() {}

  /**
   * @param exact the same by the reference implementation, for texts in any other form
   */
  static String parse(LetBindings bindings, String text, Scalar type, UnaryOperator<String> exact) {
    return switch (type) {
      case STRING -> text;
      case BYTES -> Sql.call("encode", text);
      case INTERVAL, JSON, GEOGRAPHY, BIGNUMERIC ->
          throw SqlException.unsupported("CAST of STRING to " + type);
      default -> guarded(bindings, text, type, exact);
    };
  }

  private static String grammar(Scalar type) {
    return switch (type) {
      case INT64 -> "[+-]?\\d+";
      case FLOAT64 -> "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";
      case NUMERIC -> "[+-]?(\\d+\\.?\\d*|\\.\\d+)";
      case BOOL -> "(?i)true|false";
      case DATE -> DATE;
      case TIME -> TIME;
      case DATETIME -> DATE + "([ Tt]" + TIME + ")?";
      case TIMESTAMP -> DATE + "([ Tt]" + TIME + ")?( ?UTC|[Zz]|[+-]\\d{2}(:\\d{2})?)?";
      default -> throw SqlException.unsupported("CAST of STRING to " + type);
    };
  }

  private static String guarded(
      LetBindings bindings, String text, Scalar type, UnaryOperator<String> exact) {
    return bindings.let(
        List.of(text),
        names -> {
          String value = names.getFirst();
          String matches = Sql.call("regexp_full_match", value, Sql.string(grammar(type)));
          String read = "TRY_CAST(" + value + " AS " + Fields.duck(type) + ")";
          return "coalesce(CASE WHEN %s THEN %s END, CASE WHEN %s IS NOT NULL THEN %s END)"
              .formatted(matches, read, value, exact.apply(value));
        });
  }
}
