package io.bridge.cloud.bigquery.schema;

import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import java.util.stream.Collectors;

/**
 * BigQuery's logical bytes as SQL: 8 for integers, floats, dates and times, 1 for a BOOL, 16 for
 * NUMERIC, 32 for BIGNUMERIC, 2 and the UTF-8 length for strings, the sum of the parts for arrays
 * and structs, nothing for NULL.
 */
public final class ByteSize {
  private ByteSize() {}

  /** An aggregate over a column: its bytes as BIGINT, 0 for no rows. */
  public static String ofColumn(Field field, String column) {
    // Counting is all that most columns need, and DuckDB does it without a look at the values.
    if (!field.isRepeated() && !field.type().equals("STRUCT")) {
      return flat(field, column);
    }
    return "CAST(coalesce(sum(" + of(field, column, 0) + "), 0) AS BIGINT)";
  }

  private static String flat(Field field, String column) {
    var count = "count(" + column + ")";
    return switch (field.type()) {
      case "STRING" -> "2 * %s + %s".formatted(count, sum("strlen(" + column + ")"));
      case "JSON" -> "2 * %s + %s".formatted(count, sum("strlen(CAST(" + column + " AS VARCHAR))"));
      case "BYTES" -> "2 * %s + %s".formatted(count, sum("octet_length(" + column + ")"));
      default -> fixedBytes(field) + " * " + count;
    };
  }

  private static String sum(String bytes) {
    return "CAST(coalesce(sum(" + bytes + "), 0) AS BIGINT)";
  }

  private static int fixedBytes(Field field) {
    return switch (field.type()) {
      case "BOOL" -> 1;
      case "NUMERIC", "INTERVAL" -> 16;
      case "BIGNUMERIC" -> 32;
      default -> 8;
    };
  }

  private static String of(Field field, String value, int depth) {
    if (field.isRepeated()) {
      var element = "e" + depth;
      return "coalesce(list_sum(list_transform(%s, lambda %s: %s)), 0)"
          .formatted(value, element, of(field.element(), element, depth + 1));
    }
    return switch (field.type()) {
      case "STRING" -> "coalesce(2 + strlen(" + value + "), 0)";
      case "JSON" -> "coalesce(2 + strlen(CAST(" + value + " AS VARCHAR)), 0)";
      case "BYTES" -> "coalesce(2 + octet_length(" + value + "), 0)";
      case "STRUCT" -> struct(field, value, depth);
      default -> fixed(value, fixedBytes(field));
    };
  }

  private static String struct(Field field, String value, int depth) {
    return field.fields().stream()
        .map(member -> of(member, member(value, member), depth))
        .collect(Collectors.joining(" + ", "(", ")"));
  }

  private static String member(String struct, Field member) {
    return "(" + struct + ")." + DuckType.quote(member.name());
  }

  private static String fixed(String value, int bytes) {
    return "CASE WHEN " + value + " IS NULL THEN 0 ELSE " + bytes + " END";
  }
}
