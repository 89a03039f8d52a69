package io.bridge.runtime.event;

import java.time.Instant;
import java.util.UUID;

/**
 * A fact that waits to be published.
 *
 * @param payload the fact as JSON
 * @param attempts publishes tried, this one included
 */
record OutboxRow(
    UUID id,
    String topic,
    String type,
    String subject,
    String payload,
    String correlationId,
    Instant createdAt,
    int attempts) {

  /** Rows of one key leave one after the other. */
  OutboxKey key() {
    return new OutboxKey(topic, subject);
  }
}
