package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * SQL that turns the columns of one Parquet file into the fields of a table, and the checks that
 * its values must pass first. Nothing is rounded, cut or guessed: what is not exact is refused.
 */
final class Conversion {
  private final ParquetFile file;
  private final ParquetOptions options;
  private final List<Check> checks = new ArrayList<>();

  Conversion(ParquetFile file, ParquetOptions options) {
    this.file = file;
    this.options = options;
  }

  /**
   * A condition that no row may meet.
   *
   * @param message the refusal when one does
   */
  record Check(String condition, String message) {}

  /**
   * Where in a row the conversion is.
   *
   * @param value SQL of the value
   * @param exists turns a condition on the value into one on the row
   * @param depth of arrays around it
   */
  private record Place(String path, String value, UnaryOperator<String> exists, int depth) {

    Place member(String name) {
      var inner = "(" + value + ")." + DuckType.quote(name);
      return new Place(path + "." + name, inner, exists, depth);
    }

    /** Elements of an array; its SQL may differ from the value's own. */
    Place elements(String array) {
      var element = element();
      UnaryOperator<String> any =
          condition ->
              exists.apply(
                  "len(list_filter(%s, lambda %s: %s)) > 0".formatted(array, element, condition));
      return new Place(path, element, any, depth + 1);
    }

    String element() {
      return "e" + depth;
    }
  }

  ParquetFile file() {
    return file;
  }

  /** The conditions found so far. */
  List<Check> checks() {
    return List.copyOf(checks);
  }

  /**
   * SQL of a top-level field.
   *
   * @throws GoogleError 400 when the types do not match
   */
  String column(ParquetColumn column, Field target) {
    var value = DuckType.quote(column.name());
    return convert(column, target, new Place(column.name(), value, condition -> condition, 0));
  }

  private String convert(ParquetColumn column, Field target, Place at) {
    if (column.repetition().equals("REPEATED")) {
      return array(at.value(), column.with(column.name(), "REQUIRED"), target, at);
    }
    if (column.isList()) {
      return list(column, target, at);
    }
    if (column.isMap()) {
      return map(column, target, at);
    }
    required(column, target, at);
    if (column.isGroup()) {
      return struct(column.children(), target, at, column);
    }
    return scalar(column, target, at);
  }

  private String list(ParquetColumn column, Field target, Place at) {
    var middle = column.children().getFirst();
    var element = middle.children().getFirst();
    if (target.isRepeated()) {
      requireOption(options.listInference(), "enableListInference", at);
      return array(at.value(), element, target, at);
    }
    // Without list inference BigQuery keeps Parquet's own shape: a record around the array.
    required(column, target, at);
    var wrapper = only(column, target, middle.name());
    var inner = only(column, wrapper, element.name());
    if (!wrapper.isRepeated()) {
      throw mismatch(column, target, at);
    }
    var place = at.elements(at.value());
    var packed = pack(inner, convert(element, inner, place));
    var array = transform(at.value(), place.value(), packed);
    return orNull(at, pack(wrapper, array));
  }

  private String map(ParquetColumn column, Field target, Place at) {
    var members = column.children().getFirst().children();
    var key = members.get(0).with("key", "REQUIRED");
    var value = members.get(1).with("value", members.get(1).repetition());
    var parts = List.of(key, value);
    var entry = new ParquetColumn("key_value", null, "REQUIRED", "", "", null, null, parts);
    var entries = "map_entries(" + at.value() + ")";
    if (target.isRepeated()) {
      requireOption(options.mapAsArray(), "mapTargetType ARRAY_OF_STRUCT", at);
      return array(entries, entry, target, at);
    }
    required(column, target, at);
    var wrapper = only(column, target, "key_value");
    return orNull(at, pack(wrapper, array(entries, entry, wrapper, at)));
  }

  /** BigQuery has no NULL array and no NULL inside one. */
  private String array(String array, ParquetColumn element, Field target, Place at) {
    if (!target.isRepeated()) {
      throw mismatch(element, target, at);
    }
    var place = at.elements(array);
    if (!element.isRequired()) {
      refuse(place, place.value() + " IS NULL", "contains an array with a NULL element");
    }
    var converted = convert(element, target.element(), place);
    return "coalesce(%s, [])".formatted(transform(array, place.value(), converted));
  }

  private String struct(List<ParquetColumn> columns, Field target, Place at, ParquetColumn column) {
    if (!target.type().equals("STRUCT") || target.isRepeated()) {
      throw mismatch(column, target, at);
    }
    for (var child : columns) {
      if (SchemaChange.find(target.fields(), child.name()) == null) {
        throw refusal("%s.%s is not in the schema".formatted(at.path(), child.name()));
      }
    }
    var members =
        target.fields().stream()
            .map(field -> member(columns, field, at))
            .collect(Collectors.joining(", ", "struct_pack(", ")"));
    return orNull(at, members);
  }

  private String member(List<ParquetColumn> columns, Field field, Place at) {
    var child =
        columns.stream()
            .filter(c -> c.name().equalsIgnoreCase(field.name()))
            .findFirst()
            .orElseThrow(
                () -> refusal("%s.%s is missing in the file".formatted(at.path(), field.name())));
    var value = convert(child, field, at.member(child.name()));
    return DuckType.quote(field.name()) + " := " + value;
  }

  private String scalar(ParquetColumn column, Field target, Place at) {
    var matched =
        target.isRepeated()
            ? Optional.<ScalarValue>empty()
            : ScalarValue.of(column, target, at.value());
    var value = matched.orElseThrow(() -> mismatch(column, target, at));
    if (value.refusedWhen() != null) {
      refuse(at, value.refusedWhen(), value.refusal());
    }
    return value.sql();
  }

  private void requireOption(boolean set, String option, Place at) {
    if (!set) {
      throw refusal("%s is REPEATED in the schema; that needs %s".formatted(at.path(), option));
    }
  }

  private void required(ParquetColumn column, Field target, Place at) {
    if (target.mode().equals("REQUIRED") && !column.isRequired()) {
      refuse(at, at.value() + " IS NULL", "is a REQUIRED field and has a NULL value");
    }
  }

  private void refuse(Place at, String condition, String what) {
    checks.add(new Check(at.exists().apply(condition), text(at.path() + "' " + what)));
  }

  private Field only(ParquetColumn column, Field target, String member) {
    var found = SchemaChange.find(target.fields(), member);
    if (found == null || target.fields().size() != 1) {
      throw refusal(
          "%s has type %s which does not match the target type %s"
              .formatted(column.name(), column.typeText(), TypeText.of(target)));
    }
    return found;
  }

  private GoogleError mismatch(ParquetColumn column, Field target, Place at) {
    return refusal(
        "%s has type %s which does not match the target type %s"
            .formatted(at.path(), column.typeText(), TypeText.of(target)));
  }

  private GoogleError refusal(String what) {
    return GoogleError.invalid(text(what.replaceFirst(" ", "' ")));
  }

  private String text(String what) {
    return "Error while reading data, error message: Parquet column '%s. File: %s"
        .formatted(what, file.staged().uri());
  }

  private static String transform(String array, String element, String converted) {
    return converted.equals(element)
        ? array
        : "list_transform(%s, lambda %s: %s)".formatted(array, element, converted);
  }

  private static String orNull(Place at, String value) {
    return "CASE WHEN " + at.value() + " IS NULL THEN NULL ELSE " + value + " END";
  }

  private static String pack(Field field, String value) {
    return "struct_pack(" + DuckType.quote(field.name()) + " := " + value + ")";
  }
}
