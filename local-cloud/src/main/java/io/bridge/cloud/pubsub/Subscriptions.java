package io.bridge.cloud.pubsub;

import com.google.pubsub.v1.Subscription;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** The subscriptions there are, by their ids, and a backlog for each. */
final class Subscriptions {
  private final CloudContext context;
  private final Sqlite db;
  private final ResourceNames names;
  private final Topics topics;
  private final Backlogs backlogs;
  private final Publishing publishing;
  private final ResourceTable<Subscription> table;
  private boolean started;

  Subscriptions(
      CloudContext context, Sqlite db, Topics topics, Backlogs backlogs, Publishing publishing) {
    this.context = context;
    this.db = db;
    this.names = new ResourceNames(context.project());
    this.topics = topics;
    this.backlogs = backlogs;
    this.publishing = publishing;
    this.table = new ResourceTable<>(db, "subscription", Subscription.parser());
  }

  /** The topology's are these; what it declared before and does not any more is gone. */
  void declare(Map<String, Topology.Subscription> wanted, Declared declared) {
    wanted.forEach((id, it) -> table.put(id, true, declared.subscription(id, it)));
    List.copyOf(table.all().values()).stream()
        .filter(row -> row.declared() && !wanted.containsKey(row.id()))
        .forEach(row -> table.remove(row.id()));
    removeOrphans();
  }

  /** Takes messages for all of them, and gives out none. */
  void open() {
    table.all().values().forEach(this::open);
  }

  private void open(ResourceTable.Row<Subscription> row) {
    Backlog backlog = new Backlog(db, publishing, row, context);
    backlog.add(new PushConsumer(context, backlog, names.subscription(row.id())));
    backlogs.add(backlog);
    if (started) {
      backlog.start();
    }
  }

  void start() {
    started = true;
    backlogs.all().forEach(Backlog::start);
  }

  SortedMap<String, ResourceTable.Row<Subscription>> all() {
    return table.all();
  }

  /**
   * @throws GoogleError 404
   */
  Backlog require(String id) {
    return backlogs.find(id).orElseThrow(() -> ResourceNames.none(id));
  }

  /**
   * @throws GoogleError 404, or 412 for a subscription that is pushed
   */
  Backlog requirePulled(String id) {
    Backlog backlog = require(id);
    if (backlog.terms().pushed()) {
      throw new GoogleError(
          412, "failedPrecondition", "This method is not supported for this subscription type.");
    }
    return backlog;
  }

  Subscription create(String id, Subscription wanted) {
    Subscription subscription = SubscriptionRules.checked(wanted);
    topics.require(names.topicId(subscription.getTopic()));
    requireDeadLetterTopic(subscription);
    if (backlogs.find(id).isPresent()) {
      throw ResourceNames.taken(id);
    }
    open(table.put(id, false, subscription));
    return subscription;
  }

  Subscription change(String id, UnaryOperator<Subscription> change) {
    ResourceTable.Row<Subscription> row = table.find(id).orElseThrow(() -> ResourceNames.none(id));
    Subscription changed = change.apply(row.resource());
    requireDeadLetterTopic(changed);
    put(row, changed);
    return changed;
  }

  private void requireDeadLetterTopic(Subscription subscription) {
    if (subscription.hasDeadLetterPolicy()) {
      topics.require(names.topicId(subscription.getDeadLetterPolicy().getDeadLetterTopic()));
    }
  }

  private void put(ResourceTable.Row<Subscription> row, Subscription changed) {
    table.put(row.id(), row.declared(), changed);
    require(row.id()).change(Terms.of(changed, context.backoffScale()));
  }

  /** Its topic will be no more; what a subscription has not delivered yet it still delivers. */
  void detachFrom(String topic) {
    String name = names.topic(topic);
    for (ResourceTable.Row<Subscription> row : List.copyOf(table.all().values())) {
      if (row.resource().getTopic().equals(name)) {
        put(row, row.resource().toBuilder().setTopic(ResourceNames.DELETED_TOPIC).build());
      }
    }
  }

  void delete(String id) {
    Backlog backlog = require(id);
    table.remove(id);
    backlogs.remove(backlog);
    backlog.delete();
    removeOrphans();
  }

  private void removeOrphans() {
    db.<Void>write(
        c -> {
          LogUpkeep.removeOrphans(c);
          return null;
        });
  }
}
