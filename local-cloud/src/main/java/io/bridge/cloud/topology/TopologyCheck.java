package io.bridge.cloud.topology;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** Finds names in a topology that nothing declares: each would fail later, far from its cause. */
record TopologyCheck(Path file, Topology topology) {

  void run() {
    topology.serviceAccounts().forEach((name, it) -> accounts(name, it.actAs()));
    topology.topics().forEach(this::topic);
    topology.subscriptions().forEach(this::subscription);
    topology.queues().forEach(this::queue);
    topology.schedules().forEach(this::schedule);
    topology.buckets().forEach(this::bucket);
    topology.keyRings().forEach(this::keyRing);
  }

  private void topic(String name, Topology.Topic topic) {
    var people = topic.publishers().stream().filter(p -> !Topology.GOOGLE_AGENTS.contains(p));
    accounts(name, people.toList());
  }

  private void subscription(String name, Topology.Subscription it) {
    declared(name, "topic", it.topic(), topology.topics());
    if (it.push() != null) {
      target(name, it.push());
    }
    if (it.deadLetter() != null) {
      declared(name, "topic", it.deadLetter().topic(), topology.topics());
    }
  }

  private void queue(String name, Topology.Queue it) {
    accounts(name, it.enqueuers());
    if (it.target() == null || it.retry() == null) {
      throw wrong(name + " needs target and retry");
    }
    target(name, it.target());
  }

  private void schedule(String name, Topology.Schedule it) {
    target(name, new Topology.Target(it.service(), it.path(), it.serviceAccount()));
  }

  private void bucket(String name, Topology.Bucket it) {
    it.roles().values().forEach(members -> accounts(name, members));
    it.notifications().forEach(one -> declared(name, "topic", one.topic(), topology.topics()));
  }

  private void keyRing(String name, Topology.KeyRing it) {
    if (it.location() == null || !it.location().matches("[a-z0-9-]+")) {
      throw wrong(name + " needs a location");
    }
    it.keys().forEach(this::key);
  }

  private void key(String name, Topology.Key it) {
    if (it.rotationDays() < 0) {
      throw wrong(name + " needs rotationDays of at least 1, or none");
    }
    it.roles().values().forEach(members -> accounts(name, members));
  }

  private void target(String name, Topology.Target target) {
    declared(name, "service", target.service(), topology.services());
    declared(name, "service account", target.serviceAccount(), topology.serviceAccounts());
    if (target.path() == null || !target.path().startsWith("/")) {
      throw wrong(name + " needs an absolute path");
    }
  }

  private void accounts(String name, Collection<String> accounts) {
    for (var account : accounts) {
      declared(name, "service account", account, topology.serviceAccounts());
    }
  }

  private void declared(String user, String kind, String name, Map<String, ?> declared) {
    if (name == null || !declared.containsKey(name)) {
      throw wrong(user + " names the " + kind + " " + name + ", which is not declared");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(file + ": " + what);
  }
}
