package io.bridge.cloud.pubsub;

import java.time.Instant;
import java.util.Map;

/**
 * A message on its way to one subscription.
 *
 * @param attempts how often it was delivered before
 * @param orderingKey empty for none
 */
record Delivery(
    long messageId,
    String topic,
    byte[] data,
    Map<String, String> attributes,
    String orderingKey,
    Instant publishTime,
    int attempts) {}
