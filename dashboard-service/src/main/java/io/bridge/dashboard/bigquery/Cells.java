package io.bridge.dashboard.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.Schema;
import io.bridge.model.dashboard.AnswerColumn;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rows of BigQuery turned into columns of JSON values. */
final class Cells {
  /** Up to here a double has every whole number. */
  private static final long EXACT = 1L << 53;

  private final FieldList fields;
  private final List<List<Object>> values = new ArrayList<>();
  private final long mostCharacters;
  private long characters;
  private long rows;

  Cells(Schema schema, long mostCharacters) {
    this.fields = schema.getFields();
    this.mostCharacters = mostCharacters;
    fields.forEach(_ -> values.add(new ArrayList<>()));
  }

  /** False where the row was not taken because there is no room for it. */
  boolean add(FieldValueList row) {
    characters += row.stream().mapToLong(Cells::size).sum();
    if (characters > mostCharacters) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      values.get(i).add(value(fields.get(i), row.get(i)));
    }
    rows++;
    return true;
  }

  long rows() {
    return rows;
  }

  List<List<Object>> values() {
    return values;
  }

  static List<AnswerColumn> columns(Schema schema) {
    return schema.getFields().stream()
        .map(field -> new AnswerColumn(field.getName(), type(field)))
        .toList();
  }

  private static String type(Field field) {
    String type =
        field.getType() == LegacySQLTypeName.RECORD
            ? field.getSubFields().stream()
                .map(member -> member.getName() + " " + type(member))
                .collect(Collectors.joining(", ", "STRUCT<", ">"))
            : field.getType().getStandardType().name();
    return field.getMode() == Field.Mode.REPEATED ? "ARRAY<" + type + ">" : type;
  }

  private static Object value(Field field, FieldValue cell) {
    if (cell.isNull()) {
      return null;
    }
    return switch (cell.getAttribute()) {
      case REPEATED ->
          cell.getRepeatedValue().stream().map(element -> single(field, element)).toList();
      default -> single(field, cell);
    };
  }

  private static Object single(Field field, FieldValue cell) {
    if (cell.isNull()) {
      return null;
    }
    return field.getType() == LegacySQLTypeName.RECORD
        ? struct(field.getSubFields(), cell.getRecordValue())
        : scalar(field, cell);
  }

  private static Map<String, Object> struct(FieldList members, FieldValueList cells) {
    Map<String, Object> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.size(); i++) {
      struct.put(members.get(i).getName(), value(members.get(i), cells.get(i)));
    }
    return struct;
  }

  private static Object scalar(Field field, FieldValue cell) {
    String text = cell.getStringValue();
    return switch (field.getType().getStandardType()) {
      case INT64 -> whole(text);
      case FLOAT64 -> floating(text);
      case BOOL -> Boolean.valueOf(text);
      case TIMESTAMP -> Instant.EPOCH.plus(cell.getTimestampValue(), ChronoUnit.MICROS).toString();
      default -> text;
    };
  }

  private static Object whole(String text) {
    long value = Long.parseLong(text);
    return Math.abs(value) <= EXACT && value != Long.MIN_VALUE ? (Object) value : text;
  }

  /** JSON has no number for what is not finite. */
  private static Object floating(String text) {
    return switch (text) {
      case "NaN", "-NaN" -> "NaN";
      case "Infinity", "+Infinity", "Inf", "+Inf", "inf" -> "Infinity";
      case "-Infinity", "-Inf", "-inf" -> "-Infinity";
      default -> Double.valueOf(text);
    };
  }

  private static long size(FieldValue cell) {
    if (cell.isNull()) {
      return 4;
    }
    return switch (cell.getAttribute()) {
      case REPEATED -> cell.getRepeatedValue().stream().mapToLong(Cells::size).sum();
      case RECORD -> cell.getRecordValue().stream().mapToLong(Cells::size).sum();
      default -> cell.getStringValue().length();
    };
  }
}
