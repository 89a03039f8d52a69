package io.bridge.cloud.bigquery.row;

import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL that brings a value into a form that JDBC hands over without a calendar or a time zone of its
 * own: dates as days since 1970, times and timestamps as microseconds, bytes as base64, a
 * BIGNUMERIC of any digits as {@code BigNumericBytes} in hexadecimal digits, an INTERVAL as its
 * months, days and microseconds.
 */
final class WireValue {
  private WireValue() {}

  /** The expression for a column, given its quoted name. */
  static String of(Field field, String column) {
    return of(field, column, 0);
  }

  private static String of(Field field, String value, int depth) {
    if (field.isRepeated()) {
      var element = "e" + depth;
      var inner = of(field.element(), element, depth + 1);
      return inner.equals(element)
          ? value
          : "list_transform(%s, lambda %s: %s)".formatted(value, element, inner);
    }
    return switch (field.type()) {
      case "BYTES" -> "base64(" + value + ")";
      case "DATE" -> "(" + value + " - DATE '1970-01-01')";
      case "DATETIME", "TIMESTAMP", "TIME" -> "epoch_us(" + value + ")";
      case "JSON" -> "CAST(" + value + " AS VARCHAR)";
      case "INTERVAL" -> interval(value);
      case "BIGNUMERIC" -> field.precision() == null ? "hex(" + value + ")" : value;
      case "STRUCT" -> struct(field, value, depth);
      default -> value;
    };
  }

  private static String struct(Field field, String value, int depth) {
    var members =
        IntStream.range(0, field.fields().size())
            .mapToObj(i -> "f" + i + " := " + member(field.fields().get(i), i, value, depth))
            .collect(Collectors.joining(", "));
    return "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack(%s) END".formatted(value, members);
  }

  private static String member(Field member, int index, String struct, int depth) {
    var value =
        member.name().isEmpty()
            ? "struct_extract_at(" + struct + ", " + (index + 1) + ")"
            : "(" + struct + ")." + DuckType.quote(member.name());
    return of(member, value, depth);
  }

  private static String interval(String value) {
    return """
        CASE WHEN %1$s IS NULL THEN NULL ELSE [\
        CAST(datepart('year', %1$s) * 12 + datepart('month', %1$s) AS BIGINT), \
        CAST(datepart('day', %1$s) AS BIGINT), \
        CAST(datepart('hour', %1$s) * 3600000000 + datepart('minute', %1$s) * 60000000 \
        + datepart('microsecond', %1$s) AS BIGINT)] END"""
        .formatted(value);
  }
}
