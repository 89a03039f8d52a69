package io.bridge.cloud.bigquery.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bridge.cloud.http.Json;
import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reference implementation is to compute.
 *
 * @param sql an expression of GoogleSQL over {@code r.p0}, {@code r.p1}, …
 * @param arguments types of these
 */
public record ReferenceCall(String sql, List<SqlType> arguments) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public ReferenceCall {
    arguments = List.copyOf(arguments);
  }

  /** As the text that is the first argument of {@link ReferenceFunction#NAME}. */
  public String text() {
    var types = NODES.arrayNode();
    arguments.forEach(type -> types.add(json(type)));
    var call = NODES.objectNode().put("sql", sql).set("arguments", types);
    return new String(Json.encode(call), StandardCharsets.UTF_8);
  }

  static ReferenceCall parse(String text) {
    var call = Json.read(text.getBytes(StandardCharsets.UTF_8));
    var types = new ArrayList<SqlType>();
    call.path("arguments").forEach(type -> types.add(type(type)));
    return new ReferenceCall(call.path("sql").asText(), types);
  }

  /** A scalar is its name, an array a list of one, a struct a list of names and types. */
  private static JsonNode json(SqlType type) {
    return switch (type) {
      case Scalar scalar -> TextNode.valueOf(scalar.name());
      case Array(var element) -> NODES.arrayNode().add(json(element));
      case Struct(var members) -> members(members);
      case Other(var name) -> throw new IllegalArgumentException("Type " + name);
    };
  }

  private static ArrayNode members(List<Column> members) {
    var list = NODES.arrayNode().add("STRUCT");
    members.forEach(member -> list.add(member.name()).add(json(member.type())));
    return list;
  }

  private static SqlType type(JsonNode json) {
    if (json.isTextual()) {
      return Scalar.valueOf(json.asText());
    }
    if (json.size() == 1 && !json.path(0).asText().equals("STRUCT")) {
      return new Array(type(json.path(0)));
    }
    var members = new ArrayList<Column>();
    for (int i = 1; i < json.size(); i += 2) {
      members.add(new Column(json.path(i).asText(), type(json.path(i + 1))));
    }
    return new Struct(members);
  }
}
