package io.bridge.cloud.bigquery.value;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.sql.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * JSON objects as rows. Keys find their fields without regard to case; a STRUCT becomes a {@code
 * Map} with all of its members in order, an array a {@code List}, a scalar what {@link ScalarText}
 * says.
 */
public final class JsonRow {
  private final List<Field> fields;
  private final Rules rules;
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<String, JsonRow> records = new HashMap<>();

  /**
   * What the callers differ in.
   *
   * @param ignoreUnknown keys that are no fields are passed over
   * @param jsonInText a string for a JSON field is JSON's text, and not a JSON string
   */
  public record Rules(boolean ignoreUnknown, boolean jsonInText) {}

  public JsonRow(List<Field> fields, Rules rules) {
    this.fields = fields;
    this.rules = rules;
    for (int i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      index.put(lower(field.name()), i);
      if (field.type().equals("STRUCT")) {
        records.put(field.name(), new JsonRow(field.fields(), rules));
      }
    }
  }

  /**
   * The values in the order of the fields; null for NULL.
   *
   * @throws BadValue naming the field
   */
  public Object[] read(JsonNode object) {
    var values = new Object[fields.size()];
    for (var entry : object.properties()) {
      var at = index.get(lower(entry.getKey()));
      if (at == null) {
        requireIgnored(entry.getKey());
      } else {
        values[at] = member(fields.get(at), entry.getValue());
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] == null ? absent(fields.get(i)) : values[i];
    }
    return values;
  }

  private void requireIgnored(String key) {
    if (!rules.ignoreUnknown()) {
      throw new BadValue("No such field: " + key, key, null);
    }
  }

  private static Object absent(Field field) {
    if (field.mode().equals("REQUIRED")) {
      throw new BadValue("Missing required field: " + field.name(), field.name(), null);
    }
    return field.isRepeated() ? List.of() : null;
  }

  private Object member(Field field, JsonNode node) {
    try {
      return field.isRepeated() ? array(field, node) : value(field, node);
    } catch (BadValue e) {
      throw e.within(field.name());
    }
  }

  private Object array(Field field, JsonNode node) {
    if (node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new BadValue("Repeated field must be imported as a JSON array", "", null);
    }
    var items = new ArrayList<Object>(node.size());
    for (var item : node) {
      if (item.isNull()) {
        throw new BadValue("Only optional fields can be set to NULL", "", "NULL");
      }
      items.add(value(field, item));
    }
    return items;
  }

  private Object value(Field field, JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (field.type().equals("JSON")) {
      boolean text = node.isTextual() && rules.jsonInText();
      return text ? ScalarText.parse(field, node.textValue()) : node.toString();
    }
    if (node.isArray()) {
      throw new BadValue("Array specified for non-repeated field", "", null);
    }
    if (field.type().equals("STRUCT")) {
      return record(field, node);
    }
    if (node.isObject()) {
      throw new BadValue("This field is not a record", "", null);
    }
    return scalar(field, node);
  }

  private Map<String, Object> record(Field field, JsonNode node) {
    if (!node.isObject()) {
      throw new BadValue("A JSON object is expected for a record", "", node.asText());
    }
    var values = records.get(field.name()).read(node);
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < values.length; i++) {
      members.put(field.fields().get(i).name(), values[i]);
    }
    return members;
  }

  private static Object scalar(Field field, JsonNode node) {
    var text = node.asText();
    if (node.isTextual() || field.type().equals("STRING")) {
      return ScalarText.parse(field, text);
    }
    Object value =
        switch (field.type()) {
          case "BOOL" -> node.isBoolean() ? (Object) node.booleanValue() : null;
          case "INT64" -> node.isNumber() ? integer(node.decimalValue()) : null;
          case "FLOAT64" -> node.isNumber() ? finite(node.doubleValue()) : null;
          case "NUMERIC", "BIGNUMERIC" ->
              node.isNumber() ? ScalarText.decimal(field, node.decimalValue()) : null;
          case "TIMESTAMP" ->
              node.isNumber() ? TimestampText.epochSeconds(node.decimalValue()) : null;
          default -> null;
        };
    if (value == null) {
      throw ScalarText.bad(field, text);
    }
    return value;
  }

  private static Long integer(BigDecimal value) {
    // Before any arithmetic: 1e999999999 would be written out.
    if ((long) value.precision() - value.scale() > 20) {
      return null;
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException _) {
      return null;
    }
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? Double.valueOf(value) : null;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
