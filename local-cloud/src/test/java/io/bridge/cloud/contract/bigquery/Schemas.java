package io.bridge.cloud.contract.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Schemas: of the contract in REST's words, in its answers one text for each column. */
final class Schemas {
  private Schemas() {}

  static Schema read(JsonNode fields) {
    return Schema.of(fields(fields));
  }

  private static FieldList fields(JsonNode fields) {
    List<Field> read = new ArrayList<>();
    for (JsonNode field : fields) {
      LegacySQLTypeName type = LegacySQLTypeName.valueOfStrict(field.path("type").asText());
      Field.Builder column =
          field.has("fields")
              ? Field.newBuilder(field.path("name").asText(), type, fields(field.path("fields")))
              : Field.newBuilder(field.path("name").asText(), type);
      read.add(column.setMode(Field.Mode.valueOf(field.path("mode").asText("NULLABLE"))).build());
    }
    return FieldList.of(read);
  }

  static List<String> names(Schema schema) {
    return schema.getFields().stream().map(Field::getName).toList();
  }

  /** {@code id INTEGER REQUIRED}. */
  static List<String> columns(Schema schema) {
    return schema.getFields().stream().map(Schemas::column).toList();
  }

  private static String column(Field field) {
    Field.Mode mode = Objects.requireNonNullElse(field.getMode(), Field.Mode.NULLABLE);
    return field.getName() + " " + field.getType().name() + " " + mode;
  }
}
