package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.http.GoogleError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

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

  private record Entry(Job job, Cancellation cancellation, CompletableFuture<Ended> done) {}

  /**
   * Fails with {@code rateLimitExceeded} when too many jobs wait; asked before a job is accepted.
   */
  void requireRoom() {
    if (threads.getQueue().remainingCapacity() <= THREADS) {
      throw new GoogleError(
          429, "rateLimitExceeded", "Exceeded rate limits: too many jobs are waiting");
    }
  }

  /**
   * Runs a job when a thread is free; it is not forgotten before its work ended.
   *
   * @param work null comes from it when the process goes down
   */
  void submit(Job job, Function<Cancellation, Ended> work) {
    var entry = new Entry(job, new Cancellation(), new CompletableFuture<>());
    entries.put(job.id(), entry);
    try {
      threads.execute(() -> run(entry, work));
    } catch (RejectedExecutionException e) {
      entries.remove(job.id());
      throw e;
    }
  }

  /** A job that runs or waits for a thread. */
  Optional<Job> find(String id) {
    return Optional.ofNullable(entries.get(id)).map(Entry::job);
  }

  /**
   * Waits until a job ended, or the time is over.
   *
   * @return empty when it goes on, or does not run at all
   */
  Optional<Ended> await(String id, Duration timeout) throws InterruptedException {
    var entry = entries.get(id);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(entry.done().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
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

  private void run(Entry entry, Function<Cancellation, Ended> work) {
    Ended ended = null;
    try {
      ended = work.apply(entry.cancellation());
    } finally {
      entries.remove(entry.job().id());
      entry.done().complete(ended);
    }
  }
}
