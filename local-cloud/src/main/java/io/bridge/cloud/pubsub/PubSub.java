package io.bridge.cloud.pubsub;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Topics, subscriptions and the messages between them. */
public final class PubSub implements AutoCloseable {
  private final Topology topology;
  private final Sqlite db;
  private final Clock clock;
  private final Map<String, PushSubscription> pushes = new HashMap<>();

  /** Opens the state; messages are taken, and none is pushed before {@link #start}. */
  public PubSub(CloudContext context) {
    this.topology = context.topology();
    this.clock = context.clock();
    this.db = Sqlite.open(context.dir(), "pubsub", List.of(MessageLog.SCHEMA));
    topology.subscriptions().forEach((name, it) -> addPush(context, name, it));
  }

  /**
   * Pushes from now on, also what was due before: the receivers must be able to check our tokens.
   */
  public void start() {
    pushes.values().forEach(PushSubscription::start);
  }

  private void addPush(CloudContext context, String name, Topology.Subscription declared) {
    if (declared.push() != null) {
      pushes.put(name, new PushSubscription(context, this, name));
    } else if (declared.deadLetter() != null || declared.retry() != null) {
      throw new IllegalArgumentException(
          "local-cloud retries and dead-letters only push subscriptions, not " + name);
    }
  }

  /**
   * Publishes one message; it is on disk when this returns.
   *
   * @param orderingKey empty or null for none
   * @return its id
   * @throws GoogleError 404 for a topic that is none, 400 for a message beyond Google's limits
   */
  public String publish(
      String topic, byte[] data, Map<String, String> attributes, String orderingKey) {
    String key = orderingKey == null ? "" : orderingKey;
    return publish(topic, List.of(new NewMessage(data, attributes, key))).getFirst();
  }

  /** As above, all or none. */
  List<String> publish(String topic, List<NewMessage> messages) {
    requireTopic(topic);
    messages.forEach(NewMessage::validate);
    List<String> ids =
        db.write(
            c -> {
              List<String> written = new ArrayList<>();
              for (NewMessage message : messages) {
                written.add(Long.toString(append(c, topic, message)));
              }
              return written;
            });
    wake(topic);
    return ids;
  }

  /** Within a transaction; {@link #wake} when it is committed. */
  long append(Connection c, String topic, NewMessage message) throws SQLException {
    Map<String, Boolean> ordering = new TreeMap<>();
    for (String name : subscriptionsOf(topic)) {
      ordering.put(name, topology.subscriptions().get(name).ordering());
    }
    return MessageLog.append(c, topic, message, clock.instant(), ordering);
  }

  void wake(String topic) {
    for (String subscription : subscriptionsOf(topic)) {
      PushSubscription push = pushes.get(subscription);
      if (push != null) {
        push.wake();
      }
    }
  }

  private List<String> subscriptionsOf(String topic) {
    return topology.subscriptions().entrySet().stream()
        .filter(subscription -> subscription.getValue().topic().equals(topic))
        .map(Map.Entry::getKey)
        .toList();
  }

  void requireTopic(String topic) {
    if (!topology.topics().containsKey(topic)) {
      throw GoogleError.notFound("Resource not found (resource=" + topic + ").");
    }
  }

  Topology.Subscription subscription(String name) {
    Topology.Subscription subscription = topology.subscriptions().get(name);
    if (subscription == null) {
      throw GoogleError.notFound("Resource not found (resource=" + name + ").");
    }
    return subscription;
  }

  /** A message handed to a puller, to be acknowledged before its deadline. */
  record Lease(String ackId, Delivery delivery) {}

  /**
   * Messages of a subscription without push, leased for its ack deadline.
   *
   * @throws GoogleError 404, or 412 for a subscription that is pushed
   */
  List<Lease> pull(String name, int max) {
    Topology.Subscription subscription = pullable(name);
    Instant now = clock.instant();
    Instant deadline = now.plusSeconds(subscription.ackDeadlineSeconds());
    return db.write(
        c -> {
          List<Lease> leases = new ArrayList<>();
          for (long id : MessageLog.due(c, name, now, max)) {
            Delivery delivery = MessageLog.find(c, name, id).orElseThrow();
            int attempts = delivery.attempts() + 1;
            MessageLog.postpone(c, name, id, attempts, deadline);
            leases.add(new Lease(new AckId(id, attempts).text(), delivery));
          }
          return leases;
        });
  }

  /** Unknown and outdated ids are passed over, as Google does. */
  void acknowledge(String name, List<AckId> ids) {
    pullable(name);
    db.write(
        c -> {
          for (AckId id : ids) {
            Optional<Delivery> current = current(c, name, id);
            if (current.isPresent()) {
              MessageLog.remove(c, name, current.get(), clock.instant());
            }
          }
          return null;
        });
  }

  /**
   * @param seconds from now; 0 gives the message back
   */
  void modifyAckDeadline(String name, List<AckId> ids, int seconds) {
    pullable(name);
    Instant deadline = clock.instant().plusSeconds(seconds);
    db.write(
        c -> {
          for (AckId id : ids) {
            if (current(c, name, id).isPresent()) {
              MessageLog.postpone(c, name, id.messageId(), id.attempts(), deadline);
            }
          }
          return null;
        });
  }

  /** The delivery that the id names; empty when it is done, or was given to another puller. */
  private static Optional<Delivery> current(Connection c, String name, AckId id)
      throws SQLException {
    return MessageLog.find(c, name, id.messageId())
        .filter(delivery -> delivery.attempts() == id.attempts());
  }

  private Topology.Subscription pullable(String name) {
    Topology.Subscription subscription = subscription(name);
    if (subscription.push() != null) {
      throw new GoogleError(
          412, "failedPrecondition", "This method is not supported for this subscription type.");
    }
    return subscription;
  }

  Sqlite db() {
    return db;
  }

  @Override
  public void close() {
    pushes.values().forEach(PushSubscription::close);
    db.close();
  }
}
