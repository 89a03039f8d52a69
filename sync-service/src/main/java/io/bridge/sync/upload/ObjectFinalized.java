package io.bridge.sync.upload;

import io.bridge.runtime.event.PushMessage;
import java.util.Map;
import java.util.Optional;

/**
 * A bucket's own notification, not a CloudEvent: what counts is in its attributes, whose numbers
 * are text.
 */
record ObjectFinalized(String bucket, String name, long generation) {
  private static final String FINALIZE = "OBJECT_FINALIZE";

  /** Empty where the message tells of something else. Fails where it tells of it badly. */
  static Optional<ObjectFinalized> read(PushMessage message) {
    Map<String, String> attributes = message.attributes();
    return FINALIZE.equals(attributes.get("eventType"))
        ? Optional.of(of(attributes))
        : Optional.empty();
  }

  /** The same; empty also where the message tells of it badly. */
  static Optional<ObjectFinalized> readable(PushMessage message) {
    try {
      return read(message);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ObjectFinalized of(Map<String, String> attributes) {
    String bucket = attributes.get("bucketId");
    String name = attributes.get("objectId");
    long generation = Long.parseLong(attributes.get("objectGeneration"));
    if (bucket == null || name == null || generation <= 0) {
      throw new IllegalArgumentException("a notification without bucket, object or generation");
    }
    return new ObjectFinalized(bucket, name, generation);
  }

  /** What happened, whoever tells of it how often; other events are told apart by their message. */
  static Optional<String> dedupeId(PushMessage message) {
    return read(message)
        .map(o -> o.bucket + "/" + o.name + "#" + o.generation)
        .or(() -> Optional.ofNullable(message.messageId()));
  }
}
