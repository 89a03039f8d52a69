package io.bridge.cloud.pubsub;

import java.time.Instant;
import java.util.Map;

/**
 * A message on its way to one subscription.
 *
 * @param orderingKey empty for none
 * @param attempt number of this delivery, from 1
 */
record Delivery(
    AckId id,
    byte[] data,
    Map<String, String> attributes,
    String orderingKey,
    Instant publishTime,
    int attempt) {

  String messageId() {
    return Long.toString(id.messageId());
  }

  long sizeBytes() {
    return new NewMessage(data, attributes, orderingKey).sizeBytes();
  }
}
