package io.bridge.cloud.pubsub;

import java.time.Instant;
import java.util.Map;

/**
 * A message on its way to one subscription.
 *
 * @param orderingKey empty for none
 * @param sizeBytes as publishers are charged for it
 */
record Delivery(
    AckId id,
    byte[] data,
    Map<String, String> attributes,
    String orderingKey,
    Instant publishTime,
    long sizeBytes) {

  String messageId() {
    return Long.toString(id.messageId());
  }

  /** Number of this delivery, from 1. */
  int attempt() {
    return id.attempt();
  }
}
