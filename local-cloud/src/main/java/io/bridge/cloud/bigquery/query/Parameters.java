package io.bridge.cloud.bigquery.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code queryParameters} with their types and values, arrays and structs included. */
final class Parameters {
  private static final int MAX = 10_000;

  private Parameters() {}

  static List<QueryParameter> read(Body query) {
    var bodies = query.objects("queryParameters");
    // Node's client writes it small.
    var modes = Set.of("NAMED", "POSITIONAL", "named", "positional");
    var mode = query.word("parameterMode", "", modes).toUpperCase(Locale.ROOT);
    if (bodies.size() > MAX) {
      throw GoogleError.invalid("Too many query parameters");
    }
    var parameters = bodies.stream().map(Parameters::parameter).toList();
    long named = parameters.stream().filter(p -> p.name() != null).count();
    boolean mixed = named != 0 && named != parameters.size();
    boolean other = mode.equals("NAMED") && named == 0 || mode.equals("POSITIONAL") && named != 0;
    if (mixed || (other && !parameters.isEmpty())) {
      throw GoogleError.invalid(
          "Query parameters must be all named or all positional, as parameterMode says");
    }
    return parameters;
  }

  private static QueryParameter parameter(Body body) {
    body.known(Set.of("name", "parameterType", "parameterValue"), Set.of());
    var name = body.text("name");
    var type = type("", body.requiredObject("parameterType"));
    var value = body.object("parameterValue");
    return new QueryParameter(
        name == null || name.isEmpty() ? null : name, type, value(type, value));
  }

  private static Field type(String name, Body type) {
    type.known(Set.of("type", "arrayType", "structTypes"), Set.of());
    var word = type.required("type").toUpperCase(Locale.ROOT);
    return switch (word) {
      case "ARRAY" -> array(name, type);
      case "STRUCT" -> Field.struct(name, members(type));
      default -> Field.of(name, SchemaJson.standardType(word));
    };
  }

  private static Field array(String name, Body type) {
    var element = type(name, type.requiredObject("arrayType"));
    if (element.isRepeated()) {
      throw GoogleError.invalid("Array of array types are not supported in query parameters");
    }
    return element.repeated();
  }

  private static List<Field> members(Body type) {
    if (type.objects("structTypes").isEmpty()) {
      throw GoogleError.invalid("A query parameter of type STRUCT needs its structTypes");
    }
    return type.objects("structTypes").stream()
        .map(m -> type(m.text("name") == null ? "" : m.text("name"), m.requiredObject("type")))
        .toList();
  }

  private static Object value(Field type, Body value) {
    if (value == null) {
      return type.isRepeated() ? List.of() : null;
    }
    value.known(Set.of("value", "arrayValues", "structValues"), Set.of());
    if (type.isRepeated()) {
      var elements = new ArrayList<>();
      value.objects("arrayValues").forEach(v -> elements.add(value(type.element(), v)));
      return elements;
    }
    return type.type().equals("STRUCT") ? struct(type, value) : value.text("value");
  }

  private static Object struct(Field type, Body value) {
    var values = value.object("structValues");
    if (values == null) {
      return null;
    }
    var members = new LinkedHashMap<String, Object>();
    for (var member : type.fields()) {
      JsonNode node = values.json().get(member.name());
      var body = node == null || node.isNull() ? null : new Body(member.name(), node);
      members.put(member.name(), value(member, body));
    }
    return members;
  }
}
