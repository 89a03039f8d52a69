package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.PartitionExpiry;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Takes away what is over: results, tables and partitions, and the acceptance of ended jobs. */
final class Sweep {
  private static final System.Logger LOG = System.getLogger(Sweep.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Warehouse warehouse;
  private final Clock clock;
  private final Jobs jobs;
  private final Tables tables;
  private final PartitionExpiry expiry;
  private final AtomicLong lastMs = new AtomicLong();

  Sweep(String project, Warehouse warehouse, Locks locks, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
    this.jobs = new Jobs(project);
    this.tables = new Tables(project);
    this.expiry = new PartitionExpiry(warehouse, locks, tables, clock);
  }

  /** Does it when it was not done for a while. */
  void ifDue() {
    long now = clock.millis();
    long last = lastMs.get();
    if (now - last >= EVERY.toMillis() && lastMs.compareAndSet(last, now)) {
      run(now);
    }
  }

  private void run(long now) {
    expiry.sweep();
    int removed =
        warehouse.write(
            c -> {
              jobs.sweep(c);
              return tables.removeExpired(c, now);
            });
    if (removed > 0) {
      LOG.log(Level.INFO, "results removed={0}", removed);
    }
  }
}
