package io.bridge.model.type;

import io.bridge.model.type.Carried.Exactly;
import io.bridge.model.type.Carried.Not;

/** The types without parts: what carries each exactly, or why nothing does. */
final class ScalarTypes {
  // DuckDB's largest DECIMAL; a HUGEINT reaches a little further.
  private static final String MAX_DECIMAL = "9".repeat(38);
  private static final String CAST_TO_TEXT = "cast it to VARCHAR in the source";

  private ScalarTypes() {}

  /**
   * @param value DuckDB expression of the value
   */
  static Carried map(String type, String value) {
    return switch (type) {
      case "BOOLEAN" -> Exactly.scalar("BOOL", value);
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> Exactly.scalar("INT64", value);
      case "UTINYINT", "USMALLINT", "UINTEGER" -> Exactly.scalar("INT64", cast(value, "BIGINT"));
      case "UBIGINT" -> Exactly.decimal("NUMERIC", 20, 0, cast(value, "DECIMAL(20,0)"));
      case "HUGEINT", "UHUGEINT" -> huge(value);
      case "FLOAT", "DOUBLE" -> Exactly.scalar("FLOAT64", value);
      case "VARCHAR" -> Exactly.scalar("STRING", value);
      case "UUID", "BIT", "BIGNUM", "NULL" -> Exactly.scalar("STRING", cast(value, "VARCHAR"));
      case "BLOB" -> Exactly.scalar("BYTES", value);
      case "DATE" -> inRange("DATE", value, value, "DATE");
      case "TIMESTAMP" -> inRange("DATETIME", value, value, "TIMESTAMP");
      case "TIMESTAMP_S", "TIMESTAMP_MS" ->
          inRange("DATETIME", cast(value, "TIMESTAMP"), value, type);
      case "TIMESTAMP_NS" -> nanoseconds(value);
      case "TIMESTAMP WITH TIME ZONE" -> inRange("TIMESTAMP", value, value, type);
      default -> refused(type);
    };
  }

  /** DECIMAL(p,s) stays NUMERIC where it fits, so that money is summed as money. */
  static Exactly decimal(DuckType.Decimal type, String value) {
    int scale = type.scale();
    // BigQuery wants at least one digit before the point.
    int precision = Math.max(type.precision(), scale + 1);
    String name = precision - scale <= 29 && scale <= 9 ? "NUMERIC" : "BIGNUMERIC";
    return Exactly.decimal(name, precision, scale, value);
  }

  private static Exactly huge(String value) {
    String outside = "%s NOT BETWEEN -%s AND %s".formatted(value, MAX_DECIMAL, MAX_DECIMAL);
    return Exactly.decimal("BIGNUMERIC", 38, 0, cast(value, "DECIMAL(38,0)")).unless(outside);
  }

  /** Years 1 to 9999; infinity sorts outside of them. */
  private static Exactly inRange(String name, String select, String value, String type) {
    boolean day = type.equals("DATE");
    boolean zoned = type.endsWith("ZONE");
    String first = "0001-01-01" + (day ? "" : " 00:00:00") + (zoned ? "+00" : "");
    String last = "9999-12-31" + (day ? "" : lastSecond(type)) + (zoned ? "+00" : "");
    String outside =
        "%s NOT BETWEEN %s AND %s"
            .formatted(value, cast("'" + first + "'", type), cast("'" + last + "'", type));
    return Exactly.scalar(name, select).unless(outside);
  }

  private static String lastSecond(String type) {
    return switch (type) {
      case "TIMESTAMP_S" -> " 23:59:59";
      case "TIMESTAMP_MS" -> " 23:59:59.999";
      default -> " 23:59:59.999999";
    };
  }

  private static Exactly nanoseconds(String value) {
    String finer = "NOT isfinite(%s) OR epoch_ns(%s) %% 1000 <> 0".formatted(value, value);
    return Exactly.scalar("DATETIME", cast(value, "TIMESTAMP")).unless(finer);
  }

  private static Not refused(String type) {
    return switch (type) {
      case "TIME", "TIME_NS" -> new Not("BigQuery reads no TIME from Parquet", CAST_TO_TEXT);
      case "TIME WITH TIME ZONE" ->
          new Not("BigQuery has no time of day with an offset", CAST_TO_TEXT);
      case "INTERVAL" ->
          new Not(
              "Parquet keeps an INTERVAL in milliseconds only",
              "cast it to VARCHAR, or store months, days and microseconds in columns of their own");
      case "JSON", "VARIANT" ->
          new Not("BigQuery reads no " + type + " from Parquet", CAST_TO_TEXT);
      case "GEOMETRY" ->
          new Not(
              "BigQuery's GEOGRAPHY lies on a sphere and has another meaning",
              "store it as text by ST_AsText or as bytes by ST_AsWKB");
      case "TIMESTAMP WITH TIME ZONE_NS", "TIMESTAMP_TZ_NS", "TIMESTAMPTZ_NS" ->
          new Not("BigQuery's TIMESTAMP ends at microseconds", "cast it to TIMESTAMPTZ or VARCHAR");
      default -> new Not("Bridge does not know this type", CAST_TO_TEXT);
    };
  }

  static String cast(String value, String type) {
    return "CAST(" + value + " AS " + type + ")";
  }
}
