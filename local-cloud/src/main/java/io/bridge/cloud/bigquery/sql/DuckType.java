package io.bridge.cloud.bigquery.sql;

import io.bridge.cloud.bigquery.reference.ReferenceCall;
import io.bridge.cloud.bigquery.reference.ReferenceFunction;
import io.bridge.sql.SqlType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * BigQuery's types as DuckDB's.
 *
 * <p>NUMERIC is {@code DECIMAL(38,9)}: exactly BigQuery's range and scale. BIGNUMERIC has 76 digits
 * and DuckDB's decimals end at 38, so it is a {@code BLOB} whose order is that of the numbers. A
 * parameterised type whose precision is at most 38 is stored as a decimal.
 */
public final class DuckType {
  static final int NUMERIC_SCALE = 9;

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
      case "BIGNUMERIC" -> field.precision() == null ? "BLOB" : decimal(field, 0);
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

  /** The BIGNUMERIC value of a decimal, in DuckDB's SQL. */
  public static String bigNumeric(String decimal) {
    ReferenceCall same = new ReferenceCall("r.p0", List.of(SqlType.Scalar.BIGNUMERIC));
    String text = Sql.cast(decimal, "VARCHAR");
    return Sql.call("unhex", Sql.call(ReferenceFunction.NAME, Sql.string(same.text()), text));
  }

  /** A BIGNUMERIC value as FLOAT64, in DuckDB's SQL. */
  public static String floating(String bigNumeric) {
    ReferenceCall cast =
        new ReferenceCall("CAST(r.p0 AS FLOAT64)", List.of(SqlType.Scalar.BIGNUMERIC));
    String hex = Sql.call("hex", bigNumeric);
    return Sql.cast(Sql.call(ReferenceFunction.NAME, Sql.string(cast.text()), hex), "DOUBLE");
  }

  /** A BIGNUMERIC value as the decimal that a parameterised column is, in DuckDB's SQL. */
  static String narrow(Field field, String bigNumeric) {
    int scale = field.scale() == null ? 0 : field.scale();
    ReferenceCall cast =
        new ReferenceCall(
            "CAST(CAST(r.p0 AS BIGNUMERIC(%d, %d)) AS STRING)".formatted(field.precision(), scale),
            List.of(SqlType.Scalar.BIGNUMERIC));
    String hex = Sql.call("hex", bigNumeric);
    return Sql.cast(
        Sql.call(ReferenceFunction.NAME, Sql.string(cast.text()), hex), of(field.element()));
  }

  /** Whether a column is stored as a decimal and its values are BIGNUMERIC. */
  static boolean isNarrow(Field field) {
    return field.type().equals("BIGNUMERIC") && field.precision() != null;
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
