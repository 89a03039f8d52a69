package io.bridge.cloud.scheduler;

import java.time.Instant;

/**
 * Where a job stands.
 *
 * @param job its key in the tables
 * @param due when the next attempt is
 * @param scheduled the time of the schedule that this attempt, or the one it repeats, is made for
 * @param failures attempts of this execution that failed
 * @param firstAttempt of this execution; null before it
 * @param lastAttempt of all; null before the first
 * @param lastCode canonical code of what came of it, 0 for success
 * @param forced whether it runs although the job is paused
 */
record JobRun(
    String job,
    Instant due,
    Instant scheduled,
    int failures,
    Instant firstAttempt,
    Instant lastAttempt,
    int lastCode,
    boolean forced) {

  /** After an attempt that nothing more comes of. */
  JobRun ended(Instant attempt, int code, Instant next) {
    return new JobRun(job, next, next, 0, null, attempt, code, false);
  }

  /** After an attempt that is made again. */
  JobRun failed(Instant attempt, int code, Instant again) {
    Instant first = firstAttempt == null ? attempt : firstAttempt;
    return new JobRun(job, again, scheduled, failures + 1, first, attempt, code, forced);
  }
}
