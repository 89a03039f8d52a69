package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.warehouse.DuckErrors;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** OPTIONS of a statement as the fields of the REST API that say the same. */
final class Options {
  private static final long MS_OF_DAY = 24L * 60 * 60 * 1000;

  private static final Map<String, String> FIELDS =
      Map.of(
          "description", "description",
          "friendly_name", "friendlyName",
          "labels", "labels",
          "location", "location",
          "expiration_timestamp", "expirationTime",
          "require_partition_filter", "requirePartitionFilter",
          "partition_expiration_days", "partitionExpirationMs");

  private Options() {}

  /**
   * The fields that are set; null for those that are set back.
   *
   * @param of what they are of, such as {@code table}
   * @throws GoogleError 501 naming an option that is not emulated
   */
  static Body read(Connection c, String of, List<Effect.Option> options) throws SQLException {
    var fields = JsonNodeFactory.instance.objectNode();
    for (var option : options) {
      var field = FIELDS.get(option.name());
      if (field == null) {
        throw GoogleError.unimplemented("BigQuery " + of + " option " + option.name());
      }
      var value = value(c, option.sql());
      fields.set(field, value.isNull() ? value : field(field, value));
    }
    return new Body("options", fields);
  }

  /** A text; null where there is none. */
  static String text(Connection c, String sql) throws SQLException {
    return sql == null ? null : value(c, sql).asText(null);
  }

  private static JsonNode field(String name, JsonNode value) {
    return switch (name) {
      case "labels" -> labels(value);
      case "partitionExpirationMs" -> number(Math.round(value.asDouble() * MS_OF_DAY));
      case "expirationTime" -> number(value.asLong());
      default -> value;
    };
  }

  private static JsonNode number(long value) {
    return JsonNodeFactory.instance.textNode(Long.toString(value));
  }

  /** Pairs of a key and a value become an object. */
  private static ObjectNode labels(JsonNode pairs) {
    var labels = JsonNodeFactory.instance.objectNode();
    for (var pair : pairs) {
      var parts = pair.properties().stream().map(Map.Entry::getValue).toList();
      if (parts.size() != 2) {
        throw GoogleError.invalid("labels must be pairs of a key and a value");
      }
      labels.set(parts.getFirst().asText(), parts.getLast());
    }
    return labels;
  }

  private static JsonNode value(Connection c, String sql) throws SQLException {
    try {
      var text =
          Sql.list(c, row -> row.getString(1), "SELECT CAST(to_json(" + sql + ") AS VARCHAR)")
              .getFirst();
      return text == null
          ? NullNode.getInstance()
          : Json.read(("{\"v\":" + text + "}").getBytes(StandardCharsets.UTF_8)).path("v");
    } catch (SQLException e) {
      throw DuckErrors.refusal(e, "invalidQuery", "");
    }
  }
}
