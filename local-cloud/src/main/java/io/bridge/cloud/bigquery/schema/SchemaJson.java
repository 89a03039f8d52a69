package io.bridge.cloud.bigquery.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** TableSchema of the REST API. It reads both names of a type and writes the one Google writes. */
public final class SchemaJson {
  private static final Set<String> USED =
      Set.of(
          "name",
          "type",
          "mode",
          "fields",
          "description",
          "precision",
          "scale",
          "maxLength",
          // Of a column that has it already; see TableJson.
          "defaultValueExpression");
  private static final Set<String> MODES = Set.of("NULLABLE", "REQUIRED", "REPEATED");

  private SchemaJson() {}

  /**
   * Reads {@code {fields:[…]}} and checks it.
   *
   * @throws GoogleError 400 for a schema that BigQuery refuses, 501 for a part not emulated
   */
  public static List<Field> read(Body schema) {
    var fields = fields(schema.known(Set.of("fields"), Set.of()));
    SchemaRules.check(fields);
    return fields;
  }

  /** Reads what {@link #write} wrote; a query's result has names that no table may have. */
  public static List<Field> readStored(Body schema) {
    return fields(schema);
  }

  /** Writes {@code {fields:[…]}}. */
  public static ObjectNode write(List<Field> fields) {
    var schema = JsonNodeFactory.instance.objectNode();
    write(fields, schema.putArray("fields"));
    return schema;
  }

  /** GoogleSQL's name of a type, whichever name a request used. */
  public static String standardType(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "INTEGER", "INT64" -> "INT64";
      case "FLOAT", "FLOAT64" -> "FLOAT64";
      case "BOOLEAN", "BOOL" -> "BOOL";
      case "RECORD", "STRUCT" -> "STRUCT";
      case "DECIMAL", "NUMERIC" -> "NUMERIC";
      case "BIGDECIMAL", "BIGNUMERIC" -> "BIGNUMERIC";
      case "STRING", "BYTES", "DATE", "DATETIME", "TIME", "TIMESTAMP", "JSON", "INTERVAL" ->
          type.toUpperCase(Locale.ROOT);
      case "GEOGRAPHY", "RANGE", "FOREIGN" ->
          throw GoogleError.unimplemented("BigQuery column type " + type.toUpperCase(Locale.ROOT));
      default ->
          throw GoogleError.invalid("Invalid value for type: " + type + " is not a valid value");
    };
  }

  private static List<Field> fields(Body schema) {
    return schema.objects("fields").stream().map(SchemaJson::field).toList();
  }

  private static Field field(Body body) {
    body.known(USED, Set.of("categories"));
    var type = standardType(body.required("type"));
    return new Field(
        Objects.requireNonNullElse(body.text("name"), ""),
        type,
        body.word("mode", "NULLABLE", MODES),
        precision(body, type),
        number(body, "scale"),
        fields(body),
        body.text("description"));
  }

  /** A type has a length or a precision, and what it has not is not taken for the other. */
  private static Integer precision(Body body, String type) {
    boolean bounded = type.equals("STRING") || type.equals("BYTES");
    var length = length(body);
    var precision = number(body, "precision");
    if (bounded ? precision != null || number(body, "scale") != null : length != null) {
      throw GoogleError.invalid(
          "Field %s of type %s takes no %s"
              .formatted(body.text("name"), type, bounded ? "precision and scale" : "maxLength"));
    }
    return bounded ? length : precision;
  }

  private static Integer length(Body body) {
    var length = body.integer("maxLength");
    if (length != null && (length < 0 || length > Integer.MAX_VALUE)) {
      throw body.invalid("maxLength");
    }
    return length == null || length == 0 ? null : length.intValue();
  }

  private static Integer number(Body body, String key) {
    var value = body.integer(key);
    if (value != null && (value < 0 || value > 76)) {
      throw body.invalid(key);
    }
    // Google's clients write an absent parameter as 0 at times; no type takes a precision of 0.
    return value == null || (value == 0 && key.equals("precision")) ? null : value.intValue();
  }

  private static void write(List<Field> fields, ArrayNode target) {
    for (var field : fields) {
      var node = target.addObject();
      node.put("name", field.name());
      node.put("type", wireType(field.type()));
      node.put("mode", field.mode());
      put(node, field.isBounded() ? "maxLength" : "precision", field.precision());
      put(node, "scale", field.scale());
      if (field.description() != null) {
        node.put("description", field.description());
      }
      if (!field.fields().isEmpty()) {
        write(field.fields(), node.putArray("fields"));
      }
    }
  }

  private static void put(ObjectNode node, String key, Integer value) {
    if (value != null) {
      node.put(key, value.toString());
    }
  }

  /** The name that REST answers carry. */
  public static String wireType(String type) {
    return switch (type) {
      case "INT64" -> "INTEGER";
      case "FLOAT64" -> "FLOAT";
      case "BOOL" -> "BOOLEAN";
      case "STRUCT" -> "RECORD";
      default -> type;
    };
  }
}
