package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a job runs.
 *
 * @param zone whose wall clock the schedule means
 * @param scale every interval of the schedule is multiplied by it; 1.0 keeps its very minutes
 */
record Timetable(Cron cron, ZoneId zone, double scale) {

  /** Of a job that {@link JobRules} let through. */
  static Timetable of(Job job, double scale) {
    return new Timetable(Cron.parse(job.getSchedule()), JobRules.zone(job), scale);
  }

  Instant next(Instant after) {
    Instant next = cron.next(after, zone);
    if (scale == 1.0) {
      return next;
    }
    Duration interval = Duration.between(next, cron.next(next, zone));
    return after.plusMillis(Math.max(1, Math.round(interval.toMillis() * scale)));
  }
}
