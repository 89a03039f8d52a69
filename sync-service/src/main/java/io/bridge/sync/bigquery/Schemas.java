package io.bridge.sync.bigquery;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.model.type.WarehouseColumn;
import java.util.List;

/** Our columns as the client's fields, and back. */
final class Schemas {
  private Schemas() {}

  static Schema of(List<WarehouseColumn> columns) {
    return Schema.of(fields(columns));
  }

  private static FieldList fields(List<WarehouseColumn> columns) {
    return FieldList.of(columns.stream().map(Schemas::field).toList());
  }

  private static Field field(WarehouseColumn column) {
    StandardSQLTypeName type = StandardSQLTypeName.valueOf(column.type());
    Field.Builder field =
        column.fields().isEmpty()
            ? Field.newBuilder(column.name(), type)
            : Field.newBuilder(column.name(), type, fields(column.fields()));
    return field
        .setMode(Field.Mode.valueOf(column.mode()))
        .setPrecision(column.precision() == null ? null : column.precision().longValue())
        .setScale(column.scale() == null ? null : column.scale().longValue())
        .setDescription(column.description())
        .build();
  }

  static List<WarehouseColumn> columns(Schema schema) {
    return schema == null ? List.of() : columns(schema.getFields());
  }

  private static List<WarehouseColumn> columns(FieldList fields) {
    return fields == null ? List.of() : fields.stream().map(Schemas::column).toList();
  }

  private static WarehouseColumn column(Field field) {
    Integer precision = number(field.getPrecision());
    Integer scale = number(field.getScale());
    // BigQuery leaves a scale of 0 out.
    Integer fullScale = precision != null && scale == null ? Integer.valueOf(0) : scale;
    return new WarehouseColumn(
        field.getName(),
        field.getType().getStandardType().name(),
        field.getMode() == null ? Field.Mode.NULLABLE.name() : field.getMode().name(),
        precision,
        fullScale,
        columns(field.getSubFields()),
        field.getDescription());
  }

  private static Integer number(Long value) {
    return value == null ? null : Math.toIntExact(value);
  }
}
