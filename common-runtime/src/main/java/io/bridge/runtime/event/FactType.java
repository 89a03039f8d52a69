package io.bridge.runtime.event;

import io.bridge.model.event.Fact;
import java.util.Locale;

/**
 * A kind of fact on the wire, named after its Java type: {@code SyncEvent.TableLoaded} is {@code
 * bridge.sync.table-loaded.v1} on topic {@code bridge.sync.v1}.
 *
 * @param topicType the sealed interface of the topic
 */
record FactType(
    String name, String topic, Class<? extends Fact> topicType, Class<? extends Fact> type) {

  static FactType of(Class<? extends Fact> topicType, Class<? extends Fact> type) {
    String owner = kebab(topicType.getSimpleName().replaceFirst("Event$", ""));
    return new FactType(
        "bridge." + owner + "." + kebab(type.getSimpleName()) + ".v1",
        "bridge." + owner + ".v1",
        topicType,
        type);
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
