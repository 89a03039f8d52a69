package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.List;

/**
 * A column of a table that is altered.
 *
 * @param value SQL of its value in terms of the columns there were
 */
record AlteredColumn(Field field, String value) {

  /** As it was. */
  static AlteredColumn of(Field field) {
    return new AlteredColumn(field, DuckType.quote(field.name()));
  }

  AlteredColumn named(String name) {
    return new AlteredColumn(field.named(name), value);
  }

  AlteredColumn described(String description) {
    return new AlteredColumn(TableMaking.described(field, description), value);
  }

  /**
   * That the types are assignable the analyzer has seen; here it is about their parameters, which
   * must leave room for every value of the old type.
   */
  AlteredColumn typed(Field type) {
    if (field.type().equals("STRUCT") || field.isRepeated()) {
      throw GoogleError.unimplemented("BigQuery SET DATA TYPE of a STRUCT or ARRAY");
    }
    if (narrows(field, type)) {
      throw new GoogleError(
          400,
          "invalidQuery",
          "ALTER TABLE ALTER COLUMN SET DATA TYPE requires that the existing column type (%s) is assignable to the new type (%s)"
              .formatted(TypeText.of(field), TypeText.of(type)));
    }
    var other =
        new Field(
            field.name(),
            type.type(),
            field.mode(),
            type.precision(),
            type.scale(),
            List.of(),
            field.description());
    return new AlteredColumn(other, converted(other));
  }

  private String converted(Field other) {
    boolean wide = isWide(field);
    if (isWide(other)) {
      return wide ? value : DuckType.bigNumeric(value);
    }
    return wide && other.type().equals("FLOAT64")
        ? DuckType.floating(value)
        : "CAST(" + value + " AS " + DuckType.of(other) + ")";
  }

  /** Whether it is no decimal where it is stored. */
  private static boolean isWide(Field field) {
    return field.type().equals("BIGNUMERIC") && field.precision() == null;
  }

  /** May be NULL from here on. */
  AlteredColumn relaxed() {
    var other =
        new Field(
            field.name(),
            field.type(),
            field.mode().equals("REQUIRED") ? "NULLABLE" : field.mode(),
            field.precision(),
            field.scale(),
            field.fields(),
            field.description());
    return new AlteredColumn(other, value);
  }

  private static boolean narrows(Field old, Field type) {
    if (type.precision() == null) {
      return false;
    }
    boolean sameType = old.type().equals(type.type());
    if (sameType && old.precision() == null) {
      return true;
    }
    int scale = type.scale() == null ? 0 : type.scale();
    return scale < fraction(old) || type.precision() - scale < whole(old);
  }

  /** Digits before the point; those of STRING(n) and BYTES(n) are their length. */
  private static int whole(Field field) {
    return switch (field.type()) {
      case "INT64" -> 19;
      case "NUMERIC" -> field.precision() == null ? 29 : field.precision() - fraction(field);
      default -> field.precision() - fraction(field);
    };
  }

  private static int fraction(Field field) {
    if (field.precision() == null) {
      return field.type().equals("NUMERIC") ? 9 : 0;
    }
    return field.scale() == null ? 0 : field.scale();
  }
}
