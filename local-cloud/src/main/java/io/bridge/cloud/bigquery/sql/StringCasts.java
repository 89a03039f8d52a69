package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;

/**
 * Reading values from text. DuckDB reads more forms than BigQuery does ({@code 1_000}, {@code 1.5}
 * as an integer, {@code t} as true), so each text is held against BigQuery's grammar first.
 */
final class StringCasts {
  private static final String DATE = "\\d{1,4}-\\d{1,2}-\\d{1,2}";
  private static final String TIME = "\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d{1,6})?";

  private StringCasts() {}

  /**
   * @param safe NULL instead of an error
   */
  static String parse(LetBindings bindings, boolean safe, String text, Scalar type) {
    return switch (type) {
      case STRING -> text;
      case BYTES -> Sql.call("encode", text);
      case INT64 -> guarded(bindings, safe, text, type, "\\s*[+-]?\\d+\\s*", "Bad int64 value: %s");
      case FLOAT64 ->
          guarded(
              bindings,
              safe,
              text,
              type,
              "(?i)\\s*[+-]?((\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?|inf|infinity|nan)\\s*",
              "Bad double value: %s");
      case NUMERIC, BIGNUMERIC ->
          guarded(
              bindings,
              safe,
              text,
              type,
              "(?i)\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?\\s*",
              "Invalid " + type + " value: %s");
      case BOOL -> guarded(bindings, safe, text, type, "(?i)true|false", "Bad bool value: %s");
      case DATE -> guarded(bindings, safe, text, type, DATE, "Invalid date: '%s'");
      case TIME -> guarded(bindings, safe, text, type, TIME, "Invalid time string \"%s\"");
      case DATETIME ->
          guarded(
              bindings,
              safe,
              text,
              type,
              DATE + "([ Tt]" + TIME + ")?",
              "Invalid datetime string \"%s\"");
      case TIMESTAMP ->
          guarded(
              bindings,
              safe,
              text,
              type,
              DATE + "([ Tt]" + TIME + ")?( ?UTC|[Zz]|[+-]\\d{2}(:\\d{2})?)?",
              "Invalid timestamp: '%s'");
      case INTERVAL, JSON, GEOGRAPHY -> throw SqlException.unsupported("CAST of STRING to " + type);
    };
  }

  private static String guarded(
      LetBindings bindings, boolean safe, String text, Scalar type, String grammar, String error) {
    String duck = Fields.duck(type);
    return bindings.let(
        List.of(text),
        names -> {
          String value = names.getFirst();
          String read = (safe ? "TRY_CAST(" : "CAST(") + value + " AS " + duck + ")";
          String matches = Sql.call("regexp_full_match", value, Sql.string(grammar));
          String other = safe ? "NULL" : Sql.when(value + " IS NULL", "NULL", fail(error, value));
          return Sql.when(matches, read, other);
        });
  }

  private static String fail(String error, String value) {
    int at = error.indexOf("%s");
    return Sql.call(
        "error",
        Sql.string(error.substring(0, at))
            + " || "
            + value
            + " || "
            + Sql.string(error.substring(at + 2)));
  }
}
