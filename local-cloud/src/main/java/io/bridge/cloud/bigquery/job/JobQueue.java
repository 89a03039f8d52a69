package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.http.GoogleError;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The threads that run jobs, and the jobs that are running or waiting for one. */
final class JobQueue implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING = 1000;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("bigquery-job-", 1).daemon().factory());
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Entry(Cancellation cancellation, CompletableFuture<Void> done) {}

  /**
   * Fails with {@code rateLimitExceeded} when too many jobs wait; asked before a job is accepted.
   */
  void requireRoom() {
    if (threads.getQueue().remainingCapacity() <= THREADS) {
      throw new GoogleError(
          429, "rateLimitExceeded", "Exceeded rate limits: too many jobs are waiting");
    }
  }

  /** Runs a job when a thread is free; it is not forgotten before its work ended. */
  void submit(String id, Consumer<Cancellation> work) {
    var entry = new Entry(new Cancellation(), new CompletableFuture<>());
    entries.put(id, entry);
    try {
      threads.execute(() -> run(id, entry, work));
    } catch (RejectedExecutionException e) {
      entries.remove(id);
      throw e;
    }
  }

  /** Waits until a job ended, or the time is over; at once when it does not run. */
  void await(String id, Duration timeout) throws InterruptedException {
    var entry = entries.get(id);
    if (entry == null) {
      return;
    }
    try {
      entry.done().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // The caller looks at the job's state and says that it goes on.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks a job to stop; nothing when it does not run any more. */
  void cancel(String id, String why) {
    var entry = entries.get(id);
    if (entry != null) {
      entry.cancellation().request(why);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Stops what runs without writing an end to it: the next start runs it again. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    entries.values().forEach(entry -> entry.cancellation().request("shutting down"));
    try {
      threads.awaitTermination(20, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String id, Entry entry, Consumer<Cancellation> work) {
    try {
      work.accept(entry.cancellation());
    } finally {
      entries.remove(id);
      entry.done().complete(null);
    }
  }
}
