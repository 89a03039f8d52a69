package io.bridge.cloud.pubsub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The backlog of each subscription there is, by its id. */
final class Backlogs {
  private final Map<String, Backlog> byId = new ConcurrentHashMap<>();

  void add(Backlog backlog) {
    byId.put(backlog.id(), backlog);
  }

  void remove(Backlog backlog) {
    byId.remove(backlog.id());
  }

  Optional<Backlog> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Backlog> all() {
    return List.copyOf(byId.values());
  }

  /**
   * Those that get what is published.
   *
   * @param topic full name
   */
  List<Backlog> of(String topic) {
    return byId.values().stream()
        .filter(backlog -> backlog.terms().subscription().getTopic().equals(topic))
        .toList();
  }
}
