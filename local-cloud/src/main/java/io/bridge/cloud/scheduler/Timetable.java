package io.bridge.cloud.scheduler;

import java.time.Duration;
import java.time.Instant;

/**
 * When a job runs.
 *
 * @param scale every interval of the schedule is multiplied by it; 1.0 keeps its very minutes
 */
record Timetable(Cron cron, double scale) {

  Instant next(Instant after) {
    Instant next = cron.next(after);
    if (scale == 1.0) {
      return next;
    }
    Duration interval = Duration.between(next, cron.next(next));
    return after.plusMillis(Math.max(1, Math.round(interval.toMillis() * scale)));
  }
}
