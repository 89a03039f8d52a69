package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.parquet.WideDecimals;
import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import java.util.Optional;

/**
 * A scalar of a Parquet file as a scalar of a table. Nothing is rounded, cut or guessed.
 *
 * @param sql of the converted value
 * @param refusedWhen a condition on the value that no row may meet; null for none
 * @param refusal what is wrong with a value that meets it
 */
record ScalarValue(String sql, String refusedWhen, String refusal) {
  private static final String DATES = "DATE '0001-01-01' AND DATE '9999-12-31'";
  private static final String DATETIMES =
      "TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'";
  private static final String TIMESTAMPS =
      "TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'";

  /**
   * Converts a value.
   *
   * @param value SQL of the file's value
   * @return empty when the types do not match
   */
  static Optional<ScalarValue> of(ParquetColumn column, Field target, String value) {
    var duck = column.duckType();
    return switch (target.type()) {
      case "BOOL" -> plain(duck.equals("BOOLEAN"), target, value);
      case "FLOAT64" -> plain(duck.matches("FLOAT|DOUBLE"), target, value);
      case "STRING" -> bounded(duck.equals("VARCHAR"), target, value, "length");
      case "BYTES" -> bytes(column, target, value);
      case "INT64" -> integer(duck, target, value);
      case "NUMERIC", "BIGNUMERIC" -> decimal(column, target, value);
      case "DATE" -> ranged(duck.equals("DATE"), target, value, DATES);
      case "DATETIME" -> ranged(duck.equals("TIMESTAMP"), target, value, DATETIMES);
      case "TIMESTAMP" -> timestamp(duck, target, value);
      case "TIME" -> time(duck, target, value);
      default -> Optional.empty();
    };
  }

  private static Optional<ScalarValue> plain(boolean fits, Field target, String value) {
    return fits ? Optional.of(new ScalarValue(cast(value, target), null, null)) : Optional.empty();
  }

  private static Optional<ScalarValue> checked(Field target, String value, String refusedWhen) {
    var refusal = "has a value out of range of " + TypeText.of(target);
    return Optional.of(new ScalarValue(cast(value, target), refusedWhen, refusal));
  }

  private static Optional<ScalarValue> bounded(
      boolean fits, Field target, String value, String length) {
    return fits && target.isBounded()
        ? checked(target, value, "%s(%s) > %d".formatted(length, value, target.precision()))
        : plain(fits, target, value);
  }

  private static Optional<ScalarValue> bytes(ParquetColumn column, Field target, String value) {
    return column.annotation().equals("ENUM")
        ? Optional.of(new ScalarValue("encode(" + value + ")", null, null))
        : bounded(column.duckType().equals("BLOB"), target, value, "octet_length");
  }

  private static Optional<ScalarValue> integer(String duck, Field target, String value) {
    return duck.equals("UBIGINT")
        ? checked(target, value, value + " > 9223372036854775807")
        : plain(duck.matches("U?(TINYINT|SMALLINT|INTEGER|BIGINT)"), target, value);
  }

  private static Optional<ScalarValue> decimal(ParquetColumn column, Field target, String value) {
    if (column.isWideDecimal()) {
      return wide(column, target, value);
    }
    int scale = scale(target);
    if (!column.duckType().startsWith("DECIMAL") || column.scale() > scale) {
      return Optional.empty();
    }
    if (target.type().equals("BIGNUMERIC") && target.precision() == null) {
      return Optional.of(new ScalarValue(DuckType.bigNumeric(value), null, null));
    }
    int digits = (target.precision() == null ? 38 : target.precision()) - scale;
    if (column.precision() - column.scale() <= digits) {
      return plain(true, target, value);
    }
    var type = DuckType.of(target);
    var tooLarge = "%1$s IS NOT NULL AND TRY_CAST(%1$s AS %2$s) IS NULL".formatted(value, type);
    return checked(target, value, tooLarge);
  }

  private static Optional<ScalarValue> wide(ParquetColumn column, Field target, String value) {
    if (!target.type().equals("BIGNUMERIC") || target.precision() != null || column.scale() > 38) {
      return Optional.empty();
    }
    var sql = WideDecimals.bigNumeric(value, column.scale());
    var tooLarge = "%s IS NOT NULL AND %s IS NULL".formatted(value, sql);
    return Optional.of(
        new ScalarValue(sql, tooLarge, "has a value out of range of " + TypeText.of(target)));
  }

  /** Decimal places that the target keeps here; see {@link DuckType}. */
  private static int scale(Field target) {
    if (target.precision() != null) {
      return target.scale() == null ? 0 : target.scale();
    }
    return target.type().equals("NUMERIC") ? 9 : 38;
  }

  /** BigQuery takes both kinds of Parquet timestamps for instants; the session's zone is UTC. */
  private static Optional<ScalarValue> timestamp(String duck, Field target, String value) {
    return duck.equals("TIMESTAMP")
        ? ranged(true, target, value, DATETIMES)
        : ranged(duck.equals("TIMESTAMP WITH TIME ZONE"), target, value, TIMESTAMPS);
  }

  /** Of both kinds of Parquet times the clock counts; DuckDB's has a 24:00:00 too. */
  private static Optional<ScalarValue> time(String duck, Field target, String value) {
    return duck.matches("TIME( WITH TIME ZONE)?")
        ? checked(target, value, "CAST(" + value + " AS TIME) > TIME '23:59:59.999999'")
        : Optional.empty();
  }

  private static Optional<ScalarValue> ranged(
      boolean fits, Field target, String value, String range) {
    return fits ? checked(target, value, value + " NOT BETWEEN " + range) : Optional.empty();
  }

  private static String cast(String value, Field target) {
    return "CAST(" + value + " AS " + DuckType.of(target) + ")";
  }
}
