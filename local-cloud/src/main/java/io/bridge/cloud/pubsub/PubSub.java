package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Topics, subscriptions and the messages between them. */
public final class PubSub implements AutoCloseable {
  private final CloudContext context;
  private final ResourceNames names;
  private final Sqlite db;
  private final ResourceTable<Topic> topics;
  private final ResourceTable<Subscription> subscriptions;
  private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();
  private final Retention retention;
  private boolean started;

  /** Opens the state; messages are taken, and none is pushed before {@link #start}. */
  public PubSub(CloudContext context) {
    this.context = context;
    this.names = new ResourceNames(context.project());
    this.db = Sqlite.open(context.dir(), "pubsub", LogUpkeep.MIGRATIONS);
    this.topics = new ResourceTable<>(db, "topic", Topic.parser());
    this.subscriptions = new ResourceTable<>(db, "subscription", Subscription.parser());
    this.retention = new Retention(this, context.clock());
    try {
      declare();
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
    subscriptions.all().values().forEach(this::open);
  }

  private void declare() {
    Declared declared = new Declared(context.topology(), names);
    var declaredTopics = context.topology().topics().keySet();
    var declaredSubscriptions = context.topology().subscriptions();
    declaredTopics.forEach(id -> topics.put(id, true, declared.topic(id)));
    declaredSubscriptions.forEach(
        (id, it) -> subscriptions.put(id, true, declared.subscription(id, it)));
    List.copyOf(topics.all().values()).stream()
        .filter(row -> row.declared() && !declaredTopics.contains(row.id()))
        .forEach(row -> dropTopic(row.id()));
    List.copyOf(subscriptions.all().values()).stream()
        .filter(row -> row.declared() && !declaredSubscriptions.containsKey(row.id()))
        .forEach(row -> subscriptions.remove(row.id()));
    removeOrphans();
  }

  private void removeOrphans() {
    db.<Void>write(
        c -> {
          LogUpkeep.removeOrphans(c);
          return null;
        });
  }

  private void open(ResourceTable.Row<Subscription> row) {
    Backlog backlog = new Backlog(this, row, context.backoffScale());
    backlog.add(new PushConsumer(context, backlog, names.subscription(row.id())));
    backlogs.put(row.id(), backlog);
    if (started) {
      backlog.start();
    }
  }

  /**
   * Pushes from now on, also what was due before: the receivers must be able to check our tokens.
   */
  public synchronized void start() {
    started = true;
    backlogs.values().forEach(Backlog::start);
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
    return publish(topic, List.of(new NewMessage(data, attributes, key))).getFirst();
  }

  /** As above, all or none. */
  List<String> publish(String topic, List<NewMessage> messages) {
    requireTopic(topic);
    messages.forEach(NewMessage::validate);
    Instant[] published = new Instant[1];
    List<String> ids =
        db.write(
            c -> {
              published[0] = clock().instant();
              List<String> written = new ArrayList<>();
              for (NewMessage message : messages) {
                written.add(Long.toString(append(c, topic, message, published[0])));
              }
              return written;
            });
    subscribers(topic).forEach(backlog -> backlog.arrived(published[0]));
    return ids;
  }

  /** Within a transaction; {@link #wake} when it is committed. */
  long append(Connection c, String topic, NewMessage message, Instant now) throws SQLException {
    long id = MessageLog.insert(c, message, now);
    boolean kept = false;
    for (Backlog backlog : subscribers(topic)) {
      Terms terms = backlog.terms();
      if (terms.filter().wants(message.attributes())) {
        String key = terms.ordered() ? message.orderingKey() : "";
        MessageLog.keepFor(c, backlog.key(), id, key, now);
        kept = true;
      }
    }
    if (!kept) {
      MessageLog.removeUnwanted(c, id);
    }
    return id;
  }

  /** Messages of the last moments are committed. */
  void wake(String topic) {
    subscribers(topic).forEach(backlog -> backlog.arrived(Instant.EPOCH));
  }

  private List<Backlog> subscribers(String topic) {
    String name = names.topic(topic);
    return backlogs.values().stream()
        .filter(backlog -> backlog.terms().subscription().getTopic().equals(name))
        .toList();
  }

  boolean hasTopic(String id) {
    return topics.find(id).isPresent();
  }

  Topic requireTopic(String id) {
    return topics.find(id).orElseThrow(() -> noResource(id)).resource();
  }

  Backlog requireSubscription(String id) {
    Backlog backlog = backlogs.get(id);
    if (backlog == null) {
      throw noResource(id);
    }
    return backlog;
  }

  /**
   * @throws GoogleError 404, or 412 for a subscription that is pushed
   */
  Backlog requirePulled(String id) {
    Backlog backlog = requireSubscription(id);
    if (backlog.terms().pushed()) {
      throw new GoogleError(
          412, "failedPrecondition", "This method is not supported for this subscription type.");
    }
    return backlog;
  }

  static GoogleError noResource(String id) {
    return GoogleError.notFound("Resource not found (resource=" + id + ").");
  }

  synchronized Topic createTopic(String id, Topic wanted) {
    Topic topic = TopicRules.checked(wanted);
    if (hasTopic(id)) {
      throw GoogleError.conflict("Resource already exists in the project (resource=" + id + ").");
    }
    return topics.put(id, false, topic).resource();
  }

  synchronized Topic changeTopic(String id, com.google.pubsub.v1.UpdateTopicRequest request) {
    ResourceTable.Row<Topic> row = topics.find(id).orElseThrow(() -> noResource(id));
    return topics.put(id, row.declared(), TopicRules.changed(row.resource(), request)).resource();
  }

  synchronized void deleteTopic(String id) {
    requireTopic(id);
    String name = names.topic(id);
    for (ResourceTable.Row<Subscription> row : List.copyOf(subscriptions.all().values())) {
      if (row.resource().getTopic().equals(name)) {
        put(row, row.resource().toBuilder().setTopic(ResourceNames.DELETED_TOPIC).build());
      }
    }
    dropTopic(id);
  }

  private void dropTopic(String id) {
    topics.remove(id);
  }

  synchronized Subscription createSubscription(String id, Subscription wanted) {
    Subscription subscription = SubscriptionRules.checked(wanted);
    requireTopic(names.topicId(subscription.getTopic()));
    requireDeadLetterTopic(subscription);
    if (backlogs.containsKey(id)) {
      throw GoogleError.conflict("Resource already exists in the project (resource=" + id + ").");
    }
    open(subscriptions.put(id, false, subscription));
    return subscription;
  }

  synchronized Subscription changeSubscription(
      String id, java.util.function.UnaryOperator<Subscription> change) {
    ResourceTable.Row<Subscription> row = subscriptions.find(id).orElseThrow(() -> noResource(id));
    Subscription changed = change.apply(row.resource());
    requireDeadLetterTopic(changed);
    put(row, changed);
    return changed;
  }

  private void requireDeadLetterTopic(Subscription subscription) {
    if (subscription.hasDeadLetterPolicy()) {
      requireTopic(names.topicId(subscription.getDeadLetterPolicy().getDeadLetterTopic()));
    }
  }

  private void put(ResourceTable.Row<Subscription> row, Subscription changed) {
    subscriptions.put(row.id(), row.declared(), changed);
    backlogs.get(row.id()).change(Terms.of(changed, context.backoffScale()));
  }

  synchronized void deleteSubscription(String id) {
    Backlog backlog = requireSubscription(id);
    subscriptions.remove(id);
    backlogs.remove(id);
    backlog.delete();
    removeOrphans();
  }

  ResourceTable<Topic> topics() {
    return topics;
  }

  ResourceTable<Subscription> subscriptions() {
    return subscriptions;
  }

  List<Backlog> backlogs() {
    return List.copyOf(backlogs.values());
  }

  ResourceNames names() {
    return names;
  }

  Sqlite db() {
    return db;
  }

  Clock clock() {
    return context.clock();
  }

  /** Ends the streams and pulls that wait, so that their connections can be closed. */
  public void endPulls() {
    backlogs.values().forEach(Backlog::endConsumers);
  }

  @Override
  public void close() {
    retention.close();
    backlogs.values().forEach(Backlog::close);
    db.close();
  }
}
