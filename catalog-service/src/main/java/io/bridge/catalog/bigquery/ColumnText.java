package io.bridge.catalog.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.model.catalog.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A schema of BigQuery's as columns with GoogleSQL's own text of their types. */
final class ColumnText {
  private ColumnText() {}

  /** Empty for a null schema: some views have none. */
  static List<Column> columns(Schema schema) {
    FieldList fields = schema == null ? FieldList.of() : schema.getFields();
    return IntStream.range(0, fields.size()).mapToObj(i -> column(fields.get(i), i + 1)).toList();
  }

  private static Column column(Field field, int position) {
    boolean nullable = field.getMode() == null || field.getMode() == Field.Mode.NULLABLE;
    return new Column(
        field.getName(), position, type(field), nullable, Text.clean(field.getDescription()));
  }

  private static String type(Field field) {
    String element = elementType(field);
    return field.getMode() == Field.Mode.REPEATED ? "ARRAY<" + element + ">" : element;
  }

  private static String elementType(Field field) {
    StandardSQLTypeName type = field.getType().getStandardType();
    return switch (type) {
      case STRUCT -> struct(field.getSubFields());
      case RANGE -> "RANGE<" + field.getRangeElementType().getType() + ">";
      default -> type.name() + parameters(field);
    };
  }

  private static String struct(FieldList fields) {
    return fields.stream()
        .map(field -> field.getName() + " " + type(field))
        .collect(Collectors.joining(", ", "STRUCT<", ">"));
  }

  private static String parameters(Field field) {
    if (field.getPrecision() != null) {
      return field.getScale() == null
          ? "(" + field.getPrecision() + ")"
          : "(" + field.getPrecision() + ", " + field.getScale() + ")";
    }
    return field.getMaxLength() == null ? "" : "(" + field.getMaxLength() + ")";
  }
}
