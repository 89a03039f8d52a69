package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.RateLimits;
import com.google.cloud.tasks.v2.RetryConfig;
import com.google.cloud.tasks.v2.UpdateQueueRequest;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The queues there are. A queue of the topology is in every location, one that a client made is
 * where it was made.
 */
final class Queues implements AutoCloseable {
  /** How long the name of a queue that is gone cannot be used again. */
  private static final Duration NAME_KEPT = Duration.ofDays(7);

  /** Where the names of deleted queues stand among the names of deleted tasks. */
  private static final String NAMES_OF_QUEUES = "";

  private final CloudContext context;
  private final Sqlite db;
  private final ResourceTable<Queue> table;
  private final Map<String, TaskQueue> queues = new ConcurrentHashMap<>();
  private boolean started;

  Queues(CloudContext context, Sqlite db) {
    this.context = context;
    this.db = db;
    this.table = new ResourceTable<>(db, "queue", Queue.parser());
    var declared = context.topology().queues();
    declared.forEach((id, it) -> table.put(id, true, declared(id, it)));
    List.copyOf(table.all().values()).stream()
        .filter(row -> row.declared() && !declared.containsKey(row.id()))
        .forEach(row -> table.remove(row.id()));
    table.all().values().forEach(this::open);
  }

  private static Queue declared(String id, Topology.Queue it) {
    RetryConfig.Builder retry =
        RetryConfig.newBuilder()
            // The topology says 0 for without end.
            .setMaxAttempts(it.retry().maxAttempts() > 0 ? it.retry().maxAttempts() : -1)
            .setMaxDoublings(it.retry().maxDoublings())
            .setMinBackoff(Durations.fromSeconds(it.retry().minBackoffSeconds()))
            .setMaxBackoff(Durations.fromSeconds(it.retry().maxBackoffSeconds()));
    Queue defaults =
        QueueRules.created(
            Queue.newBuilder()
                .setRateLimits(
                    RateLimits.newBuilder()
                        .setMaxConcurrentDispatches(it.maxConcurrentDispatches()))
                .build());
    try {
      return QueueRules.checked(defaults.toBuilder().setRetryConfig(retry).build());
    } catch (GoogleError e) {
      throw new IllegalArgumentException("Queue " + id + ": " + e.getMessage(), e);
    }
  }

  private void open(ResourceTable.Row<Queue> row) {
    TaskQueue queue = new TaskQueue(context, db, row.id(), row.resource());
    queues.put(row.id(), queue);
    if (started) {
      queue.start();
    }
  }

  synchronized void start() {
    started = true;
    queues.values().forEach(TaskQueue::start);
  }

  /**
   * @throws GoogleError 404
   */
  TaskQueue require(TaskName name) {
    return find(name)
        .filter(_ -> name.project().equals(context.project()))
        .orElseThrow(() -> GoogleError.notFound("Requested entity was not found."));
  }

  private Optional<TaskQueue> find(TaskName name) {
    TaskQueue declared = queues.get(name.queue());
    return Optional.ofNullable(declared == null ? queues.get(key(name)) : declared);
  }

  private static String key(TaskName name) {
    return name.location() + "/" + name.queue();
  }

  /** Queues of a location by their ids. */
  SortedMap<String, TaskQueue> in(String location) {
    SortedMap<String, TaskQueue> found = new TreeMap<>();
    queues.forEach(
        (key, queue) -> {
          int slash = key.indexOf('/');
          if (slash < 0 || key.substring(0, slash).equals(location)) {
            found.put(key.substring(slash + 1), queue);
          }
        });
    return found;
  }

  synchronized TaskQueue create(TaskName name, Queue wanted) {
    Queue queue = QueueRules.created(wanted.toBuilder().clearName().build());
    if (!name.project().equals(context.project())) {
      throw GoogleError.notFound("Requested entity was not found.");
    }
    if (find(name).isPresent()) {
      throw GoogleError.conflict("Queue already exists");
    }
    Instant now = context.clock().instant();
    if (db.write(c -> NameTable.isTaken(c, NAMES_OF_QUEUES, key(name), now))) {
      throw new GoogleError(
          412,
          "failedPrecondition",
          "The queue cannot be created because a queue with this name existed too recently.");
    }
    open(table.put(key(name), false, queue));
    return queues.get(key(name));
  }

  /** Makes the queue when there is none, as Google does. */
  synchronized TaskQueue update(TaskName name, UpdateQueueRequest request) {
    return find(name).isPresent()
        ? change(name, old -> QueueRules.changed(old, request))
        : create(name, request.getQueue());
  }

  synchronized TaskQueue change(TaskName name, UnaryOperator<Queue> change) {
    TaskQueue queue = require(name);
    Queue changed = change.apply(queue.settings()).toBuilder().clearName().build();
    boolean declared = table.find(queue.key()).orElseThrow().declared();
    table.put(queue.key(), declared, changed);
    queue.change(changed);
    return queue;
  }

  /** Takes away every task there is now. */
  TaskQueue purge(TaskName name) {
    Instant now = context.clock().instant();
    TaskQueue queue =
        change(
            name,
            old -> old.toBuilder().setPurgeTime(Timestamps.fromMillis(now.toEpochMilli())).build());
    removeTasks(queue, now);
    return queue;
  }

  synchronized void delete(TaskName name) {
    TaskQueue queue = require(name);
    Instant now = context.clock().instant();
    table.remove(queue.key());
    queues.remove(queue.key());
    queue.close();
    removeTasks(queue, now);
    db.<Void>write(
        c -> {
          NameTable.keep(c, NAMES_OF_QUEUES, queue.key(), now.plus(NAME_KEPT));
          return null;
        });
  }

  private void removeTasks(TaskQueue queue, Instant now) {
    db.<Void>write(
        c -> {
          TaskTable.deleteAll(c, queue.key(), now.plus(TaskQueue.NAME_KEPT));
          return null;
        });
  }

  @Override
  public void close() {
    queues.values().forEach(TaskQueue::close);
  }
}
