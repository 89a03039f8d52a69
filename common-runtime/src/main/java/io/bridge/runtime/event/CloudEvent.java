package io.bridge.runtime.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.model.event.Fact;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message read as a CloudEvent 1.0 in binary mode. What a consumer does with it depends on which
 * of the three it is.
 */
sealed interface CloudEvent<E extends Fact> {
  String ID = "ce-id";
  String SOURCE = "ce-source";
  String TYPE = "ce-type";
  String SUBJECT = "ce-subject";
  String TIME = "ce-time";
  String SPEC_VERSION = "ce-specversion";
  String CORRELATION_ID = "ce-correlationid";
  String CONTENT_TYPE = "content-type";

  /** A fact of the topic. */
  record Known<E extends Fact>(InboxKey key, E fact, String correlationId)
      implements CloudEvent<E> {}

  /** A type that this version does not know: a newer writer's. */
  record Unknown<E extends Fact>(String type) implements CloudEvent<E> {}

  /** No event at all; the reason never contains what was sent. */
  record Malformed<E extends Fact>(String reason) implements CloudEvent<E> {}

  /** Reads messages for one consumer of one topic. */
  record Reader<E extends Fact>(
      FactTypes types, ObjectMapper mapper, String consumer, Class<E> topicType) {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\x21-\\x7e]{1,255}");

    CloudEvent<E> read(PushMessage message) {
      Map<String, String> attributes = message.attributes();
      if (!"1.0".equals(attributes.get(SPEC_VERSION))) {
        return new Malformed<>("ce-specversion is not 1.0");
      }
      for (String name : new String[] {ID, SOURCE, TYPE}) {
        if (!isIdentifier(attributes.get(name))) {
          return new Malformed<>(name + " is missing or no identifier");
        }
      }
      Optional<FactType> type = types.named(attributes.get(TYPE)).filter(this::isOfTopic);
      return type.isEmpty()
          ? new Unknown<>(attributes.get(TYPE))
          : parse(message, type.get().type());
    }

    private CloudEvent<E> parse(PushMessage message, Class<? extends Fact> type) {
      Map<String, String> attributes = message.attributes();
      try {
        Fact fact = mapper.readValue(message.data(), type);
        if (fact == null) {
          return new Malformed<>("the payload is null");
        }
        InboxKey key = new InboxKey(consumer, attributes.get(SOURCE), attributes.get(ID));
        return new Known<>(key, topicType.cast(fact), attributes.get(CORRELATION_ID));
      } catch (JsonProcessingException e) {
        return new Malformed<>("the payload does not fit its type: " + e.getClass().getName());
      } catch (IOException e) {
        return new Malformed<>("the payload cannot be read: " + e.getClass().getName());
      }
    }

    private boolean isOfTopic(FactType type) {
      return type.topicType() == topicType;
    }

    private static boolean isIdentifier(String text) {
      return text != null && IDENTIFIER.matcher(text).matches();
    }
  }
}
