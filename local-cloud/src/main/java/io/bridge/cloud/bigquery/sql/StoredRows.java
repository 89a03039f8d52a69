package io.bridge.cloud.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values as they are stored: of the column's exact type, and refused where the column does not take
 * them.
 */
final class StoredRows {
  private final LetBindings bindings;

  StoredRows(LetBindings bindings) {
    this.bindings = bindings;
  }

  /** Rows of a SELECT whose columns are {@code c0}, {@code c1}, … */
  String of(List<Field> fields, String rows) {
    List<String> columns = new ArrayList<>();
    for (Field field : fields) {
      String value = value(field, "c" + columns.size());
      columns.add(value + " AS " + DuckType.quote(field.name()));
    }
    return "SELECT " + String.join(", ", columns) + " FROM (" + rows + ")";
  }

  /** A value of the type that GoogleSQL gives the column. */
  String value(Field field, String value) {
    return value(field, value, field.name());
  }

  private String value(Field field, String value, String path) {
    if (field.isRepeated()) {
      return array(field, value, path);
    }
    String converted =
        field.type().equals("STRUCT") && isChecked(field.fields())
            ? struct(field, value, path)
            : cast(field, value);
    boolean required = field.mode().equals("REQUIRED");
    boolean bounded = field.isBounded();
    if (!required && !bounded) {
      return converted;
    }
    return bindings.let(
        List.of(converted),
        names -> {
          String checked = names.getFirst();
          if (bounded) {
            checked = bounded(field, names.getFirst(), checked, path);
          }
          return required ? required(names.getFirst(), checked, path) : checked;
        });
  }

  private static String cast(Field field, String value) {
    return DuckType.isNarrow(field)
        ? DuckType.narrow(field, value)
        : Sql.cast(value, DuckType.of(field));
  }

  private static String required(String value, String checked, String path) {
    String error = Sql.call("error", Sql.string("Required field " + path + " cannot be null"));
    return Sql.when(value + " IS NULL", error, checked);
  }

  private static String bounded(Field field, String value, String checked, String path) {
    String length = Sql.call(field.type().equals("BYTES") ? "octet_length" : "length", value);
    String message =
        "Field %s: %s(%d) has maximum length %3$d but got a value with length "
            .formatted(path, field.type(), field.precision());
    String error = Sql.call("error", Sql.string(message) + " || " + length);
    return Sql.when(length + " > " + field.precision(), error, checked);
  }

  /** BigQuery stores no NULL array and no NULL inside of one. */
  private String array(Field field, String value, String path) {
    Field element = field.element();
    return bindings.let(
        List.of(value),
        names -> {
          String array = names.getFirst();
          String error =
              Sql.call(
                  "error",
                  Sql.string("Array cannot have a null element; error in writing field " + path));
          String elements =
              isChecked(List.of(element))
                  ? "list_transform(%s, lambda e: %s)".formatted(array, value(element, "e", path))
                  : array;
          return Sql.when(
              "len(list_filter(" + array + ", lambda e: e IS NULL)) > 0",
              error,
              Sql.cast("coalesce(" + elements + ", [])", DuckType.of(field)));
        });
  }

  private String struct(Field field, String value, String path) {
    return bindings.let(
        List.of(value),
        names -> {
          String members =
              field.fields().stream()
                  .map(
                      member ->
                          DuckType.quote(member.name())
                              + " := "
                              + value(
                                  member,
                                  Sql.call(
                                      "struct_extract",
                                      names.getFirst(),
                                      Sql.string(member.name())),
                                  path + "." + member.name()))
                  .collect(Collectors.joining(", ", "struct_pack(", ")"));
          return Sql.when(names.getFirst() + " IS NULL", "NULL", members);
        });
  }

  private static boolean isChecked(List<Field> fields) {
    return fields.stream()
        .anyMatch(
            f ->
                f.isRepeated()
                    || f.mode().equals("REQUIRED")
                    || f.isBounded()
                    || isChecked(f.fields()));
  }
}
