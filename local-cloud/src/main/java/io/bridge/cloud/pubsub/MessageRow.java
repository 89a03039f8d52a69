package io.bridge.cloud.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.cloud.http.Json;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** How a message is spelled in its row: attributes as JSON, its time in microseconds. */
final class MessageRow {
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private MessageRow() {}

  /**
   * @param column of the data; attributes, ordering key and publish time follow
   */
  static Delivery delivery(AckId id, ResultSet row, int column) throws SQLException {
    byte[] data = row.getBytes(column);
    Map<String, String> attributes = attributes(row.getString(column + 1));
    String orderingKey = row.getString(column + 2);
    Instant published = Instant.EPOCH.plus(row.getLong(column + 3), ChronoUnit.MICROS);
    long size = NewMessage.sizeBytes(data, attributes, orderingKey);
    return new Delivery(id, data, attributes, orderingKey, published, size);
  }

  static String json(Map<String, String> attributes) {
    try {
      return attributes.isEmpty() ? "{}" : Json.MAPPER.writeValueAsString(attributes);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> attributes(String json) {
    if (json.equals("{}")) {
      return Map.of();
    }
    try {
      return Json.MAPPER.readValue(json, STRINGS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
