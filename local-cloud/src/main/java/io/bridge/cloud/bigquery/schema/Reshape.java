package io.bridge.cloud.bigquery.schema;

import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Carries stored rows over to a schema that grew: SQL that gives each new field its empty value.
 */
public final class Reshape {
  private Reshape() {}

  /** The select list that turns rows of the old fields into rows of the new ones. */
  public static String selectList(List<Field> before, List<Field> after) {
    return after.stream()
        .map(field -> column(SchemaChange.find(before, field.name()), field))
        .collect(Collectors.joining(", "));
  }

  private static String column(Field old, Field field) {
    var value = old == null ? absent(field) : value(old, field, DuckType.quote(old.name()), 0);
    return value + " AS " + DuckType.quote(field.name());
  }

  private static String value(Field old, Field field, String expression, int depth) {
    if (!field.type().equals("STRUCT")) {
      return expression;
    }
    if (field.isRepeated()) {
      var element = "e" + depth;
      var changed = value(old.element(), field.element(), element, depth + 1);
      return "list_transform(%s, lambda %s: %s)".formatted(expression, element, changed);
    }
    var members =
        field.fields().stream()
            .map(member -> member(old, member, expression, depth))
            .collect(Collectors.joining(", "));
    return "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack(%s) END".formatted(expression, members);
  }

  private static String member(Field oldStruct, Field member, String struct, int depth) {
    var old = SchemaChange.find(oldStruct.fields(), member.name());
    var value =
        old == null
            ? absent(member)
            : value(old, member, "(" + struct + ")." + DuckType.quote(old.name()), depth);
    return DuckType.quote(member.name()) + " := " + value;
  }

  /** What a row has for a field it was written without: BigQuery knows no NULL array. */
  public static String absent(Field field) {
    var empty = field.isRepeated() ? "[]" : "NULL";
    return "CAST(" + empty + " AS " + DuckType.of(field) + ")";
  }
}
