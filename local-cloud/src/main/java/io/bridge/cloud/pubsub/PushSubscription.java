package io.bridge.cloud.pubsub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.dispatch.Answer;
import io.bridge.cloud.dispatch.Backoff;
import io.bridge.cloud.dispatch.Dispatcher;
import io.bridge.cloud.dispatch.DueWork;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.topology.Topology;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the messages of one subscription to its push address until each is acknowledged. */
final class PushSubscription implements DueWork<Long>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PushSubscription.class.getName());
  private static final int MAX_OUTSTANDING = 16;
  private static final Set<Integer> ACKNOWLEDGED = Set.of(102, 200, 201, 202, 204);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type",
          "application/json",
          "User-Agent",
          "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)");

  /** What Google's own push backoff does where a subscription has no retry policy. */
  private static final Duration DEFAULT_MIN_BACKOFF = Duration.ofMillis(100);

  private static final Duration DEFAULT_MAX_BACKOFF = Duration.ofSeconds(60);

  private final CloudContext context;
  private final PubSub pubSub;
  private final String name;
  private final Topology.Subscription declared;
  private final Backoff backoff;
  private final Dispatcher<Long> dispatcher;

  PushSubscription(CloudContext context, PubSub pubSub, String name) {
    this.context = context;
    this.pubSub = pubSub;
    this.name = name;
    this.declared = context.topology().subscriptions().get(name);
    this.backoff = backoff(declared.retry(), context.backoffScale());
    this.dispatcher = new Dispatcher<>("push-" + name, this, MAX_OUTSTANDING, context.clock());
  }

  private static Backoff backoff(Topology.Retry retry, double scale) {
    return retry == null
        ? Backoff.exponential(DEFAULT_MIN_BACKOFF, DEFAULT_MAX_BACKOFF, scale)
        : Backoff.exponential(
            Duration.ofSeconds(retry.minBackoffSeconds()),
            Duration.ofSeconds(retry.maxBackoffSeconds()),
            scale);
  }

  void start() {
    dispatcher.start();
  }

  void wake() {
    dispatcher.wake();
  }

  @Override
  public List<Long> due(Instant now, Set<Long> running, int limit) {
    int enough = limit + running.size();
    return pubSub.db().read(c -> MessageLog.due(c, name, now, enough)).stream()
        .filter(id -> !running.contains(id))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return pubSub.db().read(c -> MessageLog.nextDue(c, name, now));
  }

  @Override
  public void attempt(Long id) throws InterruptedException {
    Optional<Delivery> found = pubSub.db().read(c -> MessageLog.find(c, name, id));
    if (found.isEmpty()) {
      return;
    }
    Delivery delivery = found.get();
    Answer answer = post(delivery);
    if (ACKNOWLEDGED.contains(answer.status())) {
      acknowledge(delivery);
    } else {
      refuse(delivery, answer);
    }
  }

  private Answer post(Delivery delivery) throws InterruptedException {
    URI url = context.serviceUrls().of(declared.push().service(), declared.push().path());
    return Answer.of(
        context
            .oidc()
            .post(
                url,
                context.topology().email(declared.push().serviceAccount()),
                url.toString(),
                HEADERS,
                Json.encode(body(delivery)),
                Duration.ofSeconds(declared.ackDeadlineSeconds())));
  }

  private ObjectNode body(Delivery delivery) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ObjectNode message = body.putObject("message");
    if (!delivery.attributes().isEmpty()) {
      message.set("attributes", Json.MAPPER.valueToTree(delivery.attributes()));
    }
    message.put("data", delivery.data());
    String id = Long.toString(delivery.messageId());
    String time = delivery.publishTime().toString();
    // Google sends both spellings.
    message.put("messageId", id).put("message_id", id);
    message.put("publishTime", time).put("publish_time", time);
    if (!delivery.orderingKey().isEmpty()) {
      message.put("orderingKey", delivery.orderingKey());
    }
    body.put("subscription", fullName());
    if (declared.deadLetter() != null) {
      body.put("deliveryAttempt", delivery.attempts() + 1);
    }
    return body;
  }

  private String fullName() {
    return "projects/" + context.project() + "/subscriptions/" + name;
  }

  private void acknowledge(Delivery delivery) {
    pubSub
        .db()
        .write(
            c -> {
              MessageLog.remove(c, name, delivery, context.clock().instant());
              return null;
            });
  }

  private void refuse(Delivery delivery, Answer answer) {
    int attempts = delivery.attempts() + 1;
    Topology.DeadLetter deadLetter = declared.deadLetter();
    boolean gaveUp = deadLetter != null && attempts >= deadLetter.maxDeliveryAttempts();
    LOG.log(
        gaveUp ? Level.WARNING : Level.DEBUG,
        "subscription={0} message={1} attempt={2} status={3} deadLetter={4}",
        name,
        Long.toString(delivery.messageId()),
        attempts,
        answer.status(),
        gaveUp);
    if (gaveUp) {
      pubSub.db().write(c -> bury(c, delivery, attempts));
      pubSub.wake(deadLetter.topic());
    } else {
      Instant due = context.clock().instant().plus(backoff.after(attempts));
      pubSub
          .db()
          .write(
              c -> {
                MessageLog.postpone(c, name, delivery.messageId(), attempts, due);
                return null;
              });
    }
  }

  /** Moves the message to the dead letter topic in one step. */
  private Void bury(Connection c, Delivery delivery, int attempts) throws SQLException {
    Map<String, String> attributes = new HashMap<>(delivery.attributes());
    attributes.put("CloudPubSubDeadLetterSourceDeliveryCount", Integer.toString(attempts));
    attributes.put("CloudPubSubDeadLetterSourceSubscription", name);
    attributes.put("CloudPubSubDeadLetterSourceSubscriptionProject", context.project());
    attributes.put(
        "CloudPubSubDeadLetterSourceTopicPublishTime", delivery.publishTime().toString());
    NewMessage dead = new NewMessage(delivery.data(), attributes, delivery.orderingKey());
    pubSub.append(c, declared.deadLetter().topic(), dead);
    MessageLog.remove(c, name, delivery, context.clock().instant());
    return null;
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
