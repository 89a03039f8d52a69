package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Topics, subscriptions and the messages between them. What changes a topic or a subscription does
 * so alone: each rests on the others.
 */
public final class PubSub implements AutoCloseable {
  private final ResourceNames names;
  private final Sqlite db;
  private final Topics topics;
  private final Backlogs backlogs = new Backlogs();
  private final Publishing publishing;
  private final Subscriptions subscriptions;
  private final Retention retention;

  /** Opens the state; messages are taken, and none is pushed before {@link #start}. */
  public PubSub(CloudContext context) {
    this.names = new ResourceNames(context.project());
    this.db = Sqlite.open(context.dir(), "pubsub", LogUpkeep.MIGRATIONS);
    this.topics = new Topics(db);
    this.publishing = new Publishing(context, db, topics, backlogs);
    this.subscriptions = new Subscriptions(context, db, topics, backlogs, publishing);
    this.retention = new Retention(db, backlogs, context.clock());
    try {
      Declared declared = new Declared(context.topology(), names);
      topics.declare(context.topology().topics().keySet(), declared);
      subscriptions.declare(context.topology().subscriptions(), declared);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
    subscriptions.open();
  }

  /**
   * Pushes from now on, also what was due before: the receivers must be able to check our tokens.
   */
  public synchronized void start() {
    subscriptions.start();
    retention.start();
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
    var message = new NewMessage(data, attributes, key);
    try {
      return publish(topic, List.of(message)).toCompletableFuture().join().getFirst();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * @see Publishing#publish
   */
  CompletionStage<List<String>> publish(String topic, List<NewMessage> messages) {
    return publishing.publish(topic, messages);
  }

  synchronized Topic createTopic(String id, Topic wanted) {
    return topics.create(id, wanted);
  }

  synchronized Topic changeTopic(String id, UpdateTopicRequest request) {
    return topics.change(id, request);
  }

  synchronized void deleteTopic(String id) {
    topics.require(id);
    subscriptions.detachFrom(id);
    topics.remove(id);
  }

  synchronized Subscription createSubscription(String id, Subscription wanted) {
    return subscriptions.create(id, wanted);
  }

  synchronized Subscription changeSubscription(String id, UnaryOperator<Subscription> change) {
    return subscriptions.change(id, change);
  }

  synchronized void deleteSubscription(String id) {
    subscriptions.delete(id);
  }

  Topics topics() {
    return topics;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  ResourceNames names() {
    return names;
  }

  /** Ends the streams and pulls that wait, so that their connections can be closed. */
  public void endPulls() {
    backlogs.all().forEach(Backlog::endConsumers);
  }

  @Override
  public void close() {
    retention.close();
    backlogs.all().forEach(Backlog::close);
    db.close();
  }
}
