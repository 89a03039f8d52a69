package io.bridge.runtime.event;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import jakarta.inject.Singleton;

/** How many facts left, came, came again, were unknown or no events at all. */
@Singleton
class EventCounters {
  private final LongCounter published;
  private final LongCounter publishFailed;
  private final LongCounter received;

  EventCounters(OpenTelemetry telemetry) {
    Meter meter = telemetry.getMeter("io.bridge.runtime.event");
    published = meter.counterBuilder("bridge.outbox.published").build();
    publishFailed = meter.counterBuilder("bridge.outbox.failed").build();
    received = meter.counterBuilder("bridge.inbox.received").build();
  }

  void published(String topic) {
    published.add(1, Attributes.builder().put("topic", topic).build());
  }

  void publishFailed(String topic) {
    publishFailed.add(1, Attributes.builder().put("topic", topic).build());
  }

  /** {@code outcome}: applied, repeated, unknown or malformed. */
  void received(String consumer, String outcome) {
    received.add(1, Attributes.builder().put("consumer", consumer).put("outcome", outcome).build());
  }
}
