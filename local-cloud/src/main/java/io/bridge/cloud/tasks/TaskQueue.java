package io.bridge.cloud.tasks;

import io.bridge.cloud.CloudContext;
import io.bridge.cloud.dispatch.Answer;
import io.bridge.cloud.dispatch.Backoff;
import io.bridge.cloud.dispatch.Dispatcher;
import io.bridge.cloud.dispatch.DueWork;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Dispatches the tasks of one queue. A 2xx ends a task; anything else, also no answer at all, is an
 * attempt that failed, and after the last one the task is gone, as Google does it.
 */
final class TaskQueue implements DueWork<String>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());
  private static final int DEFAULT_CONCURRENCY = 1000;

  /** How long the name of a task that is gone cannot be used again. */
  private static final Duration NAME_KEPT = Duration.ofHours(1);

  private final CloudContext context;
  private final Sqlite db;
  private final String name;
  private final Topology.Queue declared;
  private final Backoff backoff;
  private final Dispatcher<String> dispatcher;

  TaskQueue(CloudContext context, Sqlite db, String name) {
    this.context = context;
    this.db = db;
    this.name = name;
    this.declared = context.topology().queues().get(name);
    this.backoff =
        new Backoff(
            Duration.ofSeconds(declared.retry().minBackoffSeconds()),
            Duration.ofSeconds(declared.retry().maxBackoffSeconds()),
            declared.retry().maxDoublings(),
            context.backoffScale());
    this.dispatcher = new Dispatcher<>("tasks-" + name, this, concurrency(), context.clock());
  }

  int concurrency() {
    int most = declared.maxConcurrentDispatches();
    return most > 0 ? most : DEFAULT_CONCURRENCY;
  }

  void start() {
    dispatcher.start();
  }

  void wake() {
    dispatcher.wake();
  }

  @Override
  public List<String> due(Instant now, Set<String> running, int limit) {
    int enough = limit + running.size();
    return db.read(c -> TaskTable.due(c, name, now, enough)).stream()
        .filter(id -> !running.contains(id))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return db.read(c -> TaskTable.nextDue(c, name, now));
  }

  @Override
  public void attempt(String id) throws InterruptedException {
    Optional<QueueTask> found = db.read(c -> TaskTable.find(c, name, id));
    if (found.isEmpty()) {
      return;
    }
    QueueTask task = found.get();
    Instant started = context.clock().instant();
    Answer answer = post(task);
    QueueTask.Progress progress = task.progress().after(started, answer.status());
    boolean last = progress.dispatches() >= declared.retry().maxAttempts();
    if (answer.isSuccess()) {
      remove(id);
    } else if (last && declared.retry().maxAttempts() > 0) {
      LOG.log(
          Level.WARNING,
          "queue={0} task={1} gave up after attempts={2} status={3}",
          name,
          id,
          progress.dispatches(),
          answer.status());
      remove(id);
    } else {
      postpone(task, progress);
    }
  }

  private Answer post(QueueTask task) throws InterruptedException {
    QueueTask.Call call = task.call();
    return Answer.of(
        context
            .oidc()
            .post(
                URI.create(call.url()),
                call.serviceAccount(),
                call.audience(),
                headers(task),
                call.body(),
                call.deadline()));
  }

  private Map<String, String> headers(QueueTask task) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    task.call().headers().forEach((key, value) -> putUnlessOurs(headers, key, value));
    headers.putIfAbsent("Content-Type", "application/octet-stream");
    headers.put("User-Agent", "Google-Cloud-Tasks");
    headers.put("X-CloudTasks-QueueName", name);
    headers.put("X-CloudTasks-TaskName", task.id());
    headers.put("X-CloudTasks-TaskRetryCount", Integer.toString(task.progress().dispatches()));
    headers.put("X-CloudTasks-TaskExecutionCount", Integer.toString(task.progress().executions()));
    headers.put("X-CloudTasks-TaskETA", Long.toString(task.due().getEpochSecond()));
    if (task.progress().lastStatus() != 0) {
      headers.put(
          "X-CloudTasks-TaskPreviousResponse", Integer.toString(task.progress().lastStatus()));
    }
    return headers;
  }

  private static void putUnlessOurs(Map<String, String> headers, String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("x-cloudtasks-") && !lower.startsWith("x-google-")) {
      headers.put(key, value);
    }
  }

  private void remove(String id) {
    db.write(c -> TaskTable.delete(c, name, id, context.clock().instant().plus(NAME_KEPT)));
  }

  private void postpone(QueueTask task, QueueTask.Progress progress) {
    Instant due = context.clock().instant().plus(backoff.after(progress.dispatches()));
    LOG.log(
        Level.DEBUG,
        "queue={0} task={1} attempts={2} status={3} failed",
        name,
        task.id(),
        progress.dispatches(),
        progress.lastStatus());
    db.write(
        c -> {
          TaskTable.update(c, task.next(due, progress));
          return null;
        });
  }

  /** False when there is no such task. */
  boolean delete(String id) {
    return db.write(c -> TaskTable.delete(c, name, id, context.clock().instant().plus(NAME_KEPT)));
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
