package io.bridge.sync.bigquery;

import static io.bridge.model.error.ErrorCode.LOAD_FAILED;
import static io.bridge.model.error.ErrorCode.WAREHOUSE_UNAVAILABLE;

import com.google.cloud.bigquery.BigQuery;
import io.bridge.sync.SyncConfig;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The real warehouse, with the weather of the cloud. */
public class FlakyWarehouse extends Warehouse {
  private final AtomicInteger silences = new AtomicInteger();
  private final Map<String, LoadJob> broken = new ConcurrentHashMap<>();
  private final Map<String, Instant> running = new ConcurrentHashMap<>();
  private volatile Duration slowness = Duration.ZERO;
  private volatile boolean breaksFirst;
  private volatile boolean refuses;
  private volatile Runnable whileWaiting = () -> {};

  public FlakyWarehouse(BigQuery bigQuery, SyncConfig config) {
    super(bigQuery, config);
  }

  /** So many inserts get no answer. */
  public void isSilent(int times) {
    silences.set(times);
  }

  /** Each first attempt ends with an error that may pass. */
  public void breaksFirstAttempts() {
    breaksFirst = true;
  }

  /** Each job ends with an error that will not pass. */
  public void refuses() {
    refuses = true;
  }

  /** Jobs seem to run for so long. */
  public void takes(Duration slow) {
    slowness = slow;
  }

  /** Runs at each look at a running job. */
  public void whileWaiting(Runnable action) {
    whileWaiting = action;
  }

  @Override
  public Uni<LoadJob> insert(TableLoad load) {
    if (silences.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      return Uni.createFrom().failure(WAREHOUSE_UNAVAILABLE.with("no answer"));
    }
    if (refuses) {
      return Uni.createFrom().item(new LoadJob.Broken(false, LOAD_FAILED, "not like this"));
    }
    if (breaksFirst && load.jobId().endsWith("_a1")) {
      LoadJob job = new LoadJob.Broken(true, LOAD_FAILED, "backend error");
      broken.put(load.jobId(), job);
      return Uni.createFrom().item(job);
    }
    running.put(load.jobId(), Instant.now().plus(slowness));
    return super.insert(load).map(job -> slow(load.jobId(), job));
  }

  @Override
  public Uni<Optional<LoadJob>> find(String jobId) {
    return broken.containsKey(jobId)
        ? Uni.createFrom().item(Optional.of(broken.get(jobId)))
        : super.find(jobId).map(found -> found.map(job -> slow(jobId, job)));
  }

  private LoadJob slow(String jobId, LoadJob job) {
    boolean runs = running.getOrDefault(jobId, Instant.MIN).isAfter(Instant.now());
    if (runs) {
      whileWaiting.run();
    }
    return runs ? new LoadJob.Running() : job;
  }
}
