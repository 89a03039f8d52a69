package io.bridge.cloud.bigquery.schema;

import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.SqlException;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** What BigQuery demands of a schema. */
public final class SchemaRules {
  private static final int MAX_FIELDS = 10_000;
  private static final int MAX_DEPTH = 15;
  private static final int MAX_DESCRIPTION = 1024;

  private SchemaRules() {}

  /**
   * Checks names, nesting, numbers and descriptions.
   *
   * @throws GoogleError 400 {@code invalid} naming the field
   */
  public static void check(List<Field> fields) {
    if (count(fields) > MAX_FIELDS) {
      throw GoogleError.invalid("Too many total leaf fields: a table can have at most 10000");
    }
    level(fields, "", 1);
  }

  private static void level(List<Field> fields, String parent, int depth) {
    if (depth > MAX_DEPTH) {
      throw GoogleError.invalid("Nested field " + parent + " exceeds the depth of 15 levels");
    }
    var names = new HashSet<String>();
    for (var field : fields) {
      Names.column(field.name());
      var path = parent.isEmpty() ? field.name() : parent + "." + field.name();
      if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
        throw GoogleError.invalid("Duplicate field name(s) in schema: " + path);
      }
      one(field, path);
      level(field.fields(), path, depth + 1);
    }
  }

  private static void one(Field field, String path) {
    boolean struct = field.type().equals("STRUCT");
    if (struct == field.fields().isEmpty()) {
      throw GoogleError.invalid(
          struct
              ? "Field " + path + " is type RECORD but has no schema"
              : "Field " + path + " is type " + field.type() + " but has nested fields");
    }
    if (field.type().equals("INTERVAL")) {
      throw GoogleError.unimplemented("BigQuery column type INTERVAL");
    }
    if (field.description() != null && field.description().length() > MAX_DESCRIPTION) {
      throw GoogleError.invalid("The description of field " + path + " is too long: maximum 1024");
    }
    if (!field.isBounded() && (field.precision() != null || field.scale() != null)) {
      decimal(field, path);
    }
  }

  private static void decimal(Field field, String path) {
    int maxScale =
        switch (field.type()) {
          case "NUMERIC" -> 9;
          case "BIGNUMERIC" -> 38;
          default ->
              throw GoogleError.invalid(
                  "Field %s of type %s takes no precision and scale".formatted(path, field.type()));
        };
    int maxIntegerDigits = field.type().equals("NUMERIC") ? 29 : 38;
    int scale = field.scale() == null ? 0 : field.scale();
    if (field.precision() == null) {
      throw GoogleError.invalid("Field " + path + " has a scale but no precision");
    }
    int least = Math.max(1, scale);
    int most = scale + maxIntegerDigits;
    if (scale > maxScale || field.precision() < least || field.precision() > most) {
      throw GoogleError.invalid(
          ("Invalid precision or scale of field %s: %s(%d, %d) must have a scale between 0 "
                  + "and %d and a precision between %d and %d")
              .formatted(path, field.type(), field.precision(), scale, maxScale, least, most));
    }
    storable(field);
  }

  /**
   * A precision that BigQuery has and the storage has not must fail here, not at the first load.
   */
  private static void storable(Field field) {
    try {
      DuckType.of(field);
    } catch (SqlException e) {
      throw GoogleError.unimplemented("BigQuery: " + e.getMessage());
    }
  }

  private static int count(List<Field> fields) {
    int total = fields.size();
    for (var field : fields) {
      total += count(field.fields());
    }
    return total;
  }
}
