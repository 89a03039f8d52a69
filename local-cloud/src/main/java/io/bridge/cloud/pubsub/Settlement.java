package io.bridge.cloud.pubsub;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what came of deliveries of one subscription, within one transaction. */
record Settlement(Publishing publishing, Backlog backlog, Connection db, Instant now) {
  private static final System.Logger LOG = System.getLogger(Settlement.class.getName());

  /**
   * @return the topic that got dead letters, if any did
   */
  Optional<String> record(List<Outcome> outcomes) throws SQLException {
    boolean buried = false;
    for (Outcome outcome : outcomes) {
      if (outcome.acknowledged()) {
        MessageLog.remove(db, outcome.delivery(), now);
      } else {
        buried |= failed(outcome.delivery());
      }
    }
    return buried ? deadLetterTopic() : Optional.empty();
  }

  /** Whether the message was put away. */
  private boolean failed(AckId id) throws SQLException {
    Terms terms = backlog.terms();
    Optional<String> letters = deadLetterTopic();
    boolean last = letters.isPresent() && id.attempt() >= terms.maxAttempts();
    LOG.log(
        last ? Level.WARNING : Level.DEBUG,
        "subscription={0} message={1} attempt={2} failed deadLetter={3}",
        backlog.id(),
        Long.toString(id.messageId()),
        id.attempt(),
        last);
    if (!last) {
      MessageLog.postpone(db, id, now.plus(terms.backoff().after(id.attempt())));
      return false;
    }
    Optional<Delivery> delivery = Due.find(db, id);
    if (delivery.isPresent()) {
      publishing.append(db, letters.get(), letter(delivery.get()), now);
      MessageLog.remove(db, id, now);
    }
    return delivery.isPresent();
  }

  /** Empty also for a topic that is gone: nothing is put away where nobody can find it. */
  private Optional<String> deadLetterTopic() {
    if (backlog.terms().maxAttempts() == 0) {
      return Optional.empty();
    }
    String name = backlog.terms().subscription().getDeadLetterPolicy().getDeadLetterTopic();
    return Optional.of(publishing.names().topicId(name)).filter(publishing::hasTopic);
  }

  private NewMessage letter(Delivery delivery) {
    Map<String, String> attributes = new HashMap<>(delivery.attributes());
    attributes.put(
        "CloudPubSubDeadLetterSourceDeliveryCount", Integer.toString(delivery.attempt()));
    attributes.put("CloudPubSubDeadLetterSourceSubscription", backlog.id());
    attributes.put("CloudPubSubDeadLetterSourceSubscriptionProject", publishing.names().project());
    attributes.put(
        "CloudPubSubDeadLetterSourceTopicPublishTime", delivery.publishTime().toString());
    return new NewMessage(delivery.data(), attributes, delivery.orderingKey());
  }
}
