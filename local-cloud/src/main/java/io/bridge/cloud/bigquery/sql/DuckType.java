package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * BigQuery's types as DuckDB's.
 *
 * <p>NUMERIC is {@code DECIMAL(38,9)}: exactly BigQuery's range and scale. BIGNUMERIC has 76 digits
 * in BigQuery and DuckDB's decimals end at 38, so it is {@code DECIMAL(38,18)} here: 20 digits
 * before and 18 after the point. A parameterised type whose precision is at most 38 is stored as
 * itself, so {@code BIGNUMERIC(38,0)} is exact. What does not fit is refused, never rounded away.
 */
public final class DuckType {
  static final int NUMERIC_SCALE = 9;
  static final int BIGNUMERIC_SCALE = 18;

  private DuckType() {}

  /**
   * The DuckDB type of a column.
   *
   * @throws SqlException reason {@code invalid} for a type that has no exact counterpart
   */
  public static String of(Field field) {
    String one = element(field);
    return field.isRepeated() ? one + "[]" : one;
  }

  private static String element(Field field) {
    return switch (field.type()) {
      case "INT64", "INTEGER" -> "BIGINT";
      case "FLOAT64", "FLOAT" -> "DOUBLE";
      case "NUMERIC" -> decimal(field, NUMERIC_SCALE);
      case "BIGNUMERIC" -> decimal(field, BIGNUMERIC_SCALE);
      case "BOOL", "BOOLEAN" -> "BOOLEAN";
      case "STRING" -> "VARCHAR";
      case "BYTES" -> "BLOB";
      case "DATE" -> "DATE";
      case "DATETIME" -> "TIMESTAMP";
      case "TIME" -> "TIME";
      case "TIMESTAMP" -> "TIMESTAMP WITH TIME ZONE";
      case "INTERVAL" -> "INTERVAL";
      case "JSON" -> "JSON";
      case "STRUCT", "RECORD" -> struct(field.fields());
      default ->
          throw new SqlException(
              "Type " + field.type() + " is not supported by local-cloud", 0, 0, "invalid");
    };
  }

  private static String decimal(Field field, int defaultScale) {
    if (field.precision() == null) {
      return "DECIMAL(38," + defaultScale + ")";
    }
    int scale = field.scale() == null ? 0 : field.scale();
    if (field.precision() > 38 || scale > field.precision()) {
      throw new SqlException(
          "Type %s(%d, %d) of column %s has more than 38 digits and is not supported by local-cloud"
              .formatted(field.type(), field.precision(), scale, field.name()),
          0,
          0,
          "invalid");
    }
    return "DECIMAL(" + field.precision() + "," + scale + ")";
  }

  private static String struct(List<Field> fields) {
    return fields.stream()
        .map(f -> quote(f.name()) + " " + of(f))
        .collect(Collectors.joining(", ", "STRUCT(", ")"));
  }

  /** An identifier of DuckDB, always quoted: its list of reserved words is its own. */
  public static String quote(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }
}
