package io.bridge.sync.load;

import static io.bridge.model.error.ErrorCode.WAREHOUSE_UNAVAILABLE;

import io.bridge.sync.SyncConfig;
import io.bridge.sync.bigquery.LoadJob;
import io.bridge.sync.bigquery.Warehouse;
import io.bridge.sync.upload.LoadOrder;
import io.bridge.sync.upload.UploadProgress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waits for a load job, with a sign of life each third of the lease. */
@ApplicationScoped
class JobWait {
  private final Warehouse warehouse;
  private final UploadProgress progress;
  private final Pause pause;
  private final Clock clock;
  private final SyncConfig.Load config;

  JobWait(
      Warehouse warehouse, UploadProgress progress, Pause pause, Clock clock, SyncConfig config) {
    this.warehouse = warehouse;
    this.progress = progress;
    this.pause = pause;
    this.clock = clock;
    this.config = config.load();
  }

  /**
   * The job once it ended. Fails with {@code WAREHOUSE_UNAVAILABLE} where it takes longer than one
   * call may wait (the next call waits for the same job) and with {@code LOAD_TAKEN_OVER} where the
   * lease was lost.
   */
  Uni<LoadJob> until(LoadOrder order, LoadJob job) {
    Instant now = clock.instant();
    return until(new Watch(order, now.plus(config.timeout()), renewal(now), config.poll()), job);
  }

  private Uni<LoadJob> until(Watch watch, LoadJob job) {
    if (!(job instanceof LoadJob.Running)) {
      return Uni.createFrom().item(job);
    }
    if (clock.instant().isAfter(watch.deadline())) {
      return Uni.createFrom()
          .failure(WAREHOUSE_UNAVAILABLE.with("The load job takes longer than one call may wait"));
    }
    return pause.of(watch.delay()).chain(() -> renewed(watch)).chain(this::lookAgain);
  }

  private Uni<LoadJob> lookAgain(Watch watch) {
    return warehouse
        .find(watch.order().jobId())
        .chain(job -> until(watch, job.orElseGet(LoadJob.Running::new)));
  }

  private Uni<Watch> renewed(Watch watch) {
    Instant now = clock.instant();
    Watch next = watch.slower(config.maxPoll());
    return now.isBefore(watch.renewAt())
        ? Uni.createFrom().item(next)
        : progress.renew(watch.order()).replaceWith(next.renewedUntil(renewal(now)));
  }

  private Instant renewal(Instant now) {
    return now.plus(config.lease().dividedBy(3));
  }

  /** How far the waiting is. */
  private record Watch(LoadOrder order, Instant deadline, Instant renewAt, Duration delay) {
    Watch slower(Duration most) {
      Duration doubled = delay.multipliedBy(2);
      return new Watch(order, deadline, renewAt, doubled.compareTo(most) > 0 ? most : doubled);
    }

    Watch renewedUntil(Instant next) {
      return new Watch(order, deadline, next, delay);
    }
  }
}
