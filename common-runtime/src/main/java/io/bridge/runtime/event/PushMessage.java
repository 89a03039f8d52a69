package io.bridge.runtime.event;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Map;

/**
 * A message of Pub/Sub.
 *
 * @param data the payload; empty where the message has none
 * @param attributes never null
 * @param publishTime RFC 3339; null where the sender left it out
 * @param orderingKey null or empty: not ordered
 */
public record PushMessage(
    byte[] data,
    Map<String, String> attributes,
    @JsonAlias("message_id") String messageId,
    @JsonAlias("publish_time") String publishTime,
    @JsonAlias("ordering_key") String orderingKey) {

  public PushMessage {
    data = data == null ? new byte[0] : data;
    attributes = attributes == null ? Map.of() : attributes;
  }
}
