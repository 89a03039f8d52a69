package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.row.RowReader;
import io.bridge.cloud.bigquery.row.Selection;
import io.bridge.cloud.bigquery.row.TimestampFormat;
import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The variables of a script by their names, in any case. */
final class Variables {
  /** Most that a script may hold, of them and of what they are worth. */
  private static final int MOST = 10_000;

  private final Map<String, QueryParameter> values = new LinkedHashMap<>();

  List<QueryParameter> all() {
    return List.copyOf(values.values());
  }

  /** Fails with {@code invalidQuery} for a name that there is. */
  void declare(String name, QueryParameter value) {
    if (values.size() == MOST) {
      throw invalid("Too many variables in a script");
    }
    if (values.putIfAbsent(key(name), named(name, value)) != null) {
      throw invalid("Variable '%s' redeclaration is not allowed".formatted(name));
    }
  }

  /** Fails with {@code invalidQuery} for a name that there is not. */
  QueryParameter require(String name) {
    var variable = values.get(key(name));
    if (variable == null) {
      throw invalid("Undeclared variable: " + name);
    }
    return variable;
  }

  void set(String name, QueryParameter value) {
    values.put(key(name), named(require(name).name(), value));
  }

  void end(Collection<String> names) {
    names.forEach(name -> values.remove(key(name)));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static QueryParameter named(String name, QueryParameter value) {
    return new QueryParameter(name, value.type().named(name), value.value());
  }

  /** How GoogleSQL names a variable's type. */
  static String type(QueryParameter variable) {
    return TypeText.of(variable.type());
  }

  /** Reads the one row of a value and of whether it is NULL. */
  static QueryParameter read(Connection c, Table table) throws SQLException {
    var field = table.fields().getFirst();
    requireNames(field);
    var reader =
        new RowReader(table, Selection.all(table.fields()), TimestampFormat.ISO8601_STRING);
    var row = Json.read(reader.only(c).json()).path(0).path("f");
    boolean absent = row.path(1).path("v").asText().equals("true");
    return new QueryParameter(
        field.name(), field, absent ? null : value(field, row.path(0).path("v")));
  }

  private static Object value(Field field, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (field.isRepeated()) {
      var elements = new ArrayList<>();
      json.forEach(element -> elements.add(value(field.element(), element.path("v"))));
      return elements;
    }
    if (!field.type().equals("STRUCT")) {
      return json.asText();
    }
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < field.fields().size(); i++) {
      var member = field.fields().get(i);
      members.put(member.name(), value(member, json.path("f").path(i).path("v")));
    }
    return members;
  }

  /** A struct's members are told apart by their names. */
  private static void requireNames(Field field) {
    var names = new HashSet<String>();
    for (var member : field.fields()) {
      if (member.name().isEmpty() || !names.add(key(member.name()))) {
        throw GoogleError.unimplemented("BigQuery variables of a STRUCT without names of its own");
      }
      requireNames(member);
    }
  }

  static GoogleError invalid(String message) {
    return new GoogleError(400, "invalidQuery", message);
  }
}
