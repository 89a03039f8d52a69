package io.bridge.cloud.bigquery.extract;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes rows in the forms that BigQuery exports. */
final class RowFile {
  private static final Set<String> BARE = Set.of("BOOL", "FLOAT64", "JSON");
  private static final HarmlessEscapes ESCAPES = new HarmlessEscapes();
  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final OutputStream out;
  private final List<Field> fields;

  RowFile(OutputStream out, List<Field> fields) {
    this.out = out;
    this.fields = fields;
  }

  /** The names of the columns as CSV. */
  void header(char delimiter) throws IOException {
    line(fields.stream().map(field -> quoted(field.name(), delimiter)).toList(), delimiter);
  }

  /** A row of scalars as CSV; NULL is nothing, and an empty text is quoted to differ from it. */
  void csv(List<Object> values, char delimiter) throws IOException {
    var texts =
        values.stream().map(value -> value == null ? "" : quoted((String) value, delimiter));
    line(texts.toList(), delimiter);
  }

  /** A row as one line of JSON, without its NULLs. */
  void json(List<Object> values) throws IOException {
    try (var json = Json.MAPPER.createGenerator(out)) {
      json.setCharacterEscapes(ESCAPES);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      record(fields, values, json);
    }
    out.write('\n');
  }

  private void record(List<Field> members, List<?> values, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < members.size(); i++) {
      if (values.get(i) != null) {
        json.writeFieldName(members.get(i).name());
        value(members.get(i), values.get(i), json);
      }
    }
    json.writeEndObject();
  }

  private void value(Field field, Object value, JsonGenerator json) throws IOException {
    if (field.isRepeated()) {
      json.writeStartArray();
      for (var item : (List<?>) value) {
        value(field.element(), item, json);
      }
      json.writeEndArray();
    } else if (field.type().equals("STRUCT")) {
      record(field.fields(), (List<?>) value, json);
    } else if (BARE.contains(field.type()) && !NO_NUMBERS.contains(value)) {
      json.writeRawValue(HarmlessEscapes.escaped((String) value));
    } else {
      json.writeString((String) value);
    }
  }

  private void line(List<String> cells, char delimiter) throws IOException {
    var text = cells.stream().collect(Collectors.joining(Character.toString(delimiter), "", "\n"));
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String text, char delimiter) {
    boolean plain =
        !text.isEmpty()
            && text.indexOf(delimiter) < 0
            && text.indexOf('"') < 0
            && text.indexOf('\n') < 0
            && text.indexOf('\r') < 0;
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
