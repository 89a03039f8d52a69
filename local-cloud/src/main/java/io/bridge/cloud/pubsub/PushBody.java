package io.bridge.cloud.pubsub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.pubsub.v1.PushConfig;
import io.bridge.cloud.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message as a push address gets it: wrapped into JSON, or its bare data with or without what is
 * known of it in headers.
 */
record PushBody(Map<String, String> headers, byte[] bytes) {
  private static final String AGENT =
      "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)";
  private static final Map<String, String> WRAPPED =
      Map.of("Content-Type", "application/json", "User-Agent", AGENT);
  private static final int MORE_THAN_DATA = 512;

  /**
   * @param subscription full name
   */
  static PushBody of(Delivery delivery, Terms terms, String subscription) {
    PushConfig config = terms.subscription().getPushConfig();
    if (!config.hasNoWrapper()) {
      return new PushBody(WRAPPED, wrapped(delivery, terms, subscription));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (config.getNoWrapper().getWriteMetadata()) {
      headers.putAll(delivery.attributes());
      headers.put("x-goog-pubsub-subscription-name", subscription);
      headers.put("x-goog-pubsub-message-id", delivery.messageId());
      headers.put("x-goog-pubsub-publish-time", delivery.publishTime().toString());
      if (!delivery.orderingKey().isEmpty()) {
        headers.put("x-goog-pubsub-ordering-key", delivery.orderingKey());
      }
    }
    headers.put("User-Agent", AGENT);
    return new PushBody(headers, delivery.data());
  }

  private static byte[] wrapped(Delivery delivery, Terms terms, String subscription) {
    var bytes = new ByteArrayOutputStream(delivery.data().length * 4 / 3 + MORE_THAN_DATA);
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("message");
      write(json, delivery);
      json.writeEndObject();
      json.writeStringField("subscription", subscription);
      if (terms.maxAttempts() > 0) {
        json.writeNumberField("deliveryAttempt", delivery.attempt());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Delivery delivery) throws IOException {
    if (!delivery.attributes().isEmpty()) {
      json.writeObjectFieldStart("attributes");
      for (var attribute : delivery.attributes().entrySet()) {
        json.writeStringField(attribute.getKey(), attribute.getValue());
      }
      json.writeEndObject();
    }
    json.writeBinaryField("data", delivery.data());
    String time = delivery.publishTime().toString();
    // Google sends both spellings.
    json.writeStringField("messageId", delivery.messageId());
    json.writeStringField("message_id", delivery.messageId());
    json.writeStringField("publishTime", time);
    json.writeStringField("publish_time", time);
    if (!delivery.orderingKey().isEmpty()) {
      json.writeStringField("orderingKey", delivery.orderingKey());
    }
  }
}
