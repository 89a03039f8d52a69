package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.RateLimits;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.dispatch.Answer;
import io.bridge.cloud.dispatch.Dispatcher;
import io.bridge.cloud.dispatch.DueWork;
import io.bridge.cloud.store.Sqlite;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dispatches the tasks of one queue. A 2xx ends a task; anything else, also no answer at all, is an
 * attempt that failed, and after the last one the task is gone, as Google does it.
 */
final class TaskQueue implements DueWork<String>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());

  /** How long the name of a task that is gone cannot be used again. */
  static final Duration NAME_KEPT = Duration.ofHours(1);

  private final CloudContext context;
  private final Sqlite db;
  private final String key;
  private final TokenBucket bucket;
  private final Dispatcher<String> dispatcher;
  private volatile Queue settings;
  private volatile RetryTerms retry;

  /**
   * @param key of the queue in the tables
   */
  TaskQueue(CloudContext context, Sqlite db, String key, Queue settings) {
    this.context = context;
    this.db = db;
    this.key = key;
    this.settings = settings;
    this.retry = RetryTerms.of(settings.getRetryConfig(), context.backoffScale());
    RateLimits rate = settings.getRateLimits();
    this.bucket =
        new TokenBucket(
            rate.getMaxDispatchesPerSecond(), rate.getMaxBurstSize(), context.clock().instant());
    this.dispatcher = new Dispatcher<>("tasks-" + key, this, this::concurrency, context.clock());
  }

  private int concurrency() {
    return settings.getRateLimits().getMaxConcurrentDispatches();
  }

  String key() {
    return key;
  }

  /** Last part of its name. */
  String id() {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  Queue settings() {
    return settings;
  }

  void change(Queue changed) {
    settings = changed;
    retry = RetryTerms.of(changed.getRetryConfig(), context.backoffScale());
    RateLimits rate = changed.getRateLimits();
    bucket.change(
        rate.getMaxDispatchesPerSecond(), rate.getMaxBurstSize(), context.clock().instant());
    dispatcher.wake();
  }

  void start() {
    dispatcher.start();
  }

  void wake() {
    dispatcher.wake();
  }

  /** Dispatches the task whatever the queue's state and limits say. */
  void run(String id) {
    dispatcher.startNow(id);
  }

  @Override
  public List<String> due(Instant now, Set<String> running, int limit) {
    int most = Math.min(limit, bucket.available(now));
    if (settings.getState() != Queue.State.RUNNING || most == 0) {
      return List.of();
    }
    int enough = most + running.size();
    List<String> started =
        db.read(c -> TaskTable.due(c, key, now, enough)).stream()
            .filter(id -> !running.contains(id))
            .limit(most)
            .toList();
    bucket.take(started.size());
    return started;
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    Optional<Instant> nextTask = db.read(c -> TaskTable.nextDue(c, key, now));
    // Without a token, tasks that are due already wait for one.
    return bucket.available(now) > 0 ? nextTask : Optional.of(bucket.next(now));
  }

  @Override
  public void attempt(String id) throws InterruptedException {
    Optional<QueueTask> found = db.read(c -> TaskTable.find(c, key, id));
    if (found.isEmpty()) {
      return;
    }
    QueueTask task = found.get();
    Instant started = context.clock().instant();
    Answer answer = post(task);
    Instant now = context.clock().instant();
    QueueTask.Progress progress = task.progress().after(started, answer.status());
    boolean last = retry.gaveUp(progress, now);
    if (answer.isSuccess() || last) {
      delete(id);
    } else {
      postpone(task.next(due(progress, answer, now), progress));
    }
    LOG.log(
        last && !answer.isSuccess() ? Level.WARNING : Level.DEBUG,
        "queue={0} task={1} attempts={2} status={3} gaveUp={4}",
        key,
        id,
        progress.dispatches(),
        answer.status(),
        last && !answer.isSuccess());
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
                TaskHeaders.of(task, id()),
                call.body(),
                call.deadline()));
  }

  /** Not before the target wants it. */
  private Instant due(QueueTask.Progress progress, Answer answer, Instant now) {
    Instant backedOff = now.plus(retry.backoff().after(progress.dispatches()));
    Instant asked = now.plus(answer.retryAfter());
    return asked.isAfter(backedOff) ? asked : backedOff;
  }

  private void postpone(QueueTask task) {
    db.<Void>write(
        c -> {
          TaskTable.update(c, task);
          return null;
        });
  }

  /** False when there is no such task. */
  boolean delete(String id) {
    return db.write(c -> TaskTable.delete(c, key, id, context.clock().instant().plus(NAME_KEPT)));
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
