package io.bridge.cloud.bigquery.schema;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Objects;

/**
 * The changes of a schema that BigQuery allows on a table: new columns that are not REQUIRED, at
 * the end, REQUIRED made NULLABLE, and descriptions. Everything else fails with 400 {@code invalid}
 * naming the field.
 */
public final class SchemaChange {
  private final String table;

  /**
   * @param table as BigQuery prints it, {@code project:dataset.table}
   */
  public SchemaChange(String table) {
    this.table = table;
  }

  /** Checks the whole new schema of a table against the one it has. */
  public void requireLegal(List<Field> before, List<Field> after) {
    level(before, after, "");
  }

  /**
   * Checks the schema of a load that appends: it may leave out what the table does not require, and
   * may not differ otherwise.
   */
  public void requireSubset(List<Field> table, List<Field> load) {
    for (var field : load) {
      var existing = find(table, field.name());
      if (existing == null) {
        throw mismatch("Cannot add fields (field: " + field.name() + ")");
      }
      same(existing, field, field.name());
      if (!existing.mode().equals(field.mode())) {
        throw changed(field.name(), "mode", existing.mode(), field.mode());
      }
      requireSubset(existing.fields(), field.fields());
    }
    for (var field : table) {
      if (field.mode().equals("REQUIRED") && find(load, field.name()) == null) {
        throw mismatch("Required field " + field.name() + " is missing in new schema");
      }
    }
  }

  /** The field of that name, judged as BigQuery does, without case; null when there is none. */
  public static Field find(List<Field> fields, String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst().orElse(null);
  }

  private void level(List<Field> before, List<Field> after, String parent) {
    for (int i = 0; i < before.size(); i++) {
      var old = before.get(i);
      var path = path(parent, old);
      var same = find(after, old.name());
      if (same == null) {
        throw mismatch("Field " + path + " is missing in new schema");
      }
      if (after.indexOf(same) != i) {
        throw mismatch("Field " + path + " has moved; new fields stand at the end");
      }
      existing(old, same, path);
    }
    for (var added : after.subList(before.size(), after.size())) {
      if (added.mode().equals("REQUIRED")) {
        throw mismatch(
            "Cannot add required fields to an existing schema. (field: %s)"
                .formatted(path(parent, added)));
      }
    }
  }

  private void existing(Field old, Field same, String path) {
    same(old, same, path);
    boolean relaxed = old.mode().equals("REQUIRED") && same.mode().equals("NULLABLE");
    if (!relaxed && !old.mode().equals(same.mode())) {
      throw changed(path, "mode", old.mode(), same.mode());
    }
    level(old.fields(), same.fields(), path);
  }

  private void same(Field old, Field other, String path) {
    if (!old.type().equals(other.type())) {
      var from = SchemaJson.wireType(old.type());
      throw changed(path, "type", from, SchemaJson.wireType(other.type()));
    }
    boolean precision = Objects.equals(old.precision(), other.precision());
    if (!precision || scale(old) != scale(other)) {
      throw changed(path, "type", TypeText.of(old), TypeText.of(other));
    }
  }

  private static int scale(Field field) {
    return field.scale() == null ? 0 : field.scale();
  }

  private GoogleError changed(String path, String what, String from, String to) {
    return mismatch("Field %s has changed %s from %s to %s".formatted(path, what, from, to));
  }

  private GoogleError mismatch(String detail) {
    return GoogleError.invalid("Provided Schema does not match Table " + table + ". " + detail);
  }

  private static String path(String parent, Field field) {
    return parent.isEmpty() ? field.name() : parent + "." + field.name();
  }
}
