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

  /** That the types are assignable the analyzer has seen; here it is about their parameters. */
  AlteredColumn typed(Field type) {
    boolean sameType = field.type().equals(type.type()) && field.isRepeated() == type.isRepeated();
    if (field.type().equals("STRUCT") || field.isRepeated()) {
      throw GoogleError.unimplemented("BigQuery SET DATA TYPE of a STRUCT or ARRAY");
    }
    if (sameType && narrows(field, type) || !sameType && type.precision() != null) {
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
    boolean widest = other.type().equals("BIGNUMERIC") && other.precision() == null;
    return new AlteredColumn(
        other,
        widest && !(field.type().equals("BIGNUMERIC") && field.precision() == null)
            ? DuckType.bigNumeric(value)
            : "CAST(" + value + " AS " + DuckType.of(other) + ")");
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
    if (old.precision() == null) {
      return true;
    }
    int scale = type.scale() == null ? 0 : type.scale();
    int oldScale = old.scale() == null ? 0 : old.scale();
    return scale < oldScale || type.precision() - scale < old.precision() - oldScale;
  }
}
