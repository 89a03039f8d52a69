package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message to publish.
 *
 * @param orderingKey empty for none
 */
record NewMessage(byte[] data, Map<String, String> attributes, String orderingKey) {
  static final int MAX_REQUEST_BYTES = 10_000_000;

  private static final int MAX_ATTRIBUTES = 100;
  private static final int MAX_KEY_BYTES = 256;
  private static final int MAX_VALUE_BYTES = 1024;
  private static final int MAX_ORDERING_KEY_BYTES = 1024;

  NewMessage {
    attributes = Map.copyOf(attributes);
  }

  /**
   * Google's own limits.
   *
   * @throws GoogleError 400 naming the one that is broken
   */
  void validate() {
    if (data.length == 0 && attributes.isEmpty()) {
      throw GoogleError.invalid(
          "Some messages in the request are empty: data or attributes needed.");
    }
    if (attributes.size() > MAX_ATTRIBUTES) {
      throw GoogleError.invalid("A message has more than " + MAX_ATTRIBUTES + " attributes.");
    }
    if (bytes(orderingKey) > MAX_ORDERING_KEY_BYTES) {
      throw GoogleError.invalid("The ordering key is longer than 1024 bytes.");
    }
    attributes.forEach(NewMessage::validateAttribute);
    if (sizeBytes() > MAX_REQUEST_BYTES) {
      throw GoogleError.invalid("The value for message is too large: at most 10000000 bytes.");
    }
  }

  private static void validateAttribute(String key, String value) {
    if (key.isEmpty() || bytes(key) > MAX_KEY_BYTES || key.startsWith("goog")) {
      throw GoogleError.invalid(
          "An attribute key is empty, longer than 256 bytes or starts with 'goog'.");
    }
    if (bytes(value) > MAX_VALUE_BYTES) {
      throw GoogleError.invalid("The value of an attribute is longer than 1024 bytes.");
    }
  }

  long sizeBytes() {
    return sizeBytes(data, attributes, orderingKey);
  }

  /** What a message counts for in every limit. */
  static long sizeBytes(byte[] data, Map<String, String> attributes, String orderingKey) {
    long size = data.length + (long) bytes(orderingKey);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      size += bytes(attribute.getKey()) + bytes(attribute.getValue());
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
