package io.bridge.cloud.bigquery.schema;

import io.bridge.cloud.bigquery.sql.Field;
import java.util.stream.Collectors;

/** A type as GoogleSQL writes it: {@code NUMERIC(10, 4)}, {@code ARRAY<STRUCT<a INT64>>}. */
public final class TypeText {
  private TypeText() {}

  public static String of(Field field) {
    var one = element(field);
    return field.isRepeated() ? "ARRAY<" + one + ">" : one;
  }

  private static String element(Field field) {
    if (field.type().equals("STRUCT")) {
      return field.fields().stream()
          .map(member -> member.name() + " " + of(member))
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }
    if (field.precision() == null) {
      return field.type();
    }
    boolean whole = field.scale() == null || field.scale() == 0;
    var parameters = whole ? "" + field.precision() : field.precision() + ", " + field.scale();
    return field.type() + "(" + parameters + ")";
  }
}
