package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.RetryConfig;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.Backoff;
import java.time.Duration;
import java.time.Instant;

/**
 * When a task is tried again.
 *
 * @param maxAttempts the first is one of them; -1 for without end
 * @param maxAge since the first attempt; zero for without end
 */
record RetryTerms(int maxAttempts, Duration maxAge, Backoff backoff) {

  static RetryTerms of(RetryConfig config, double scale) {
    Backoff backoff =
        new Backoff(
            millis(config.getMinBackoff()),
            millis(config.getMaxBackoff()),
            config.getMaxDoublings(),
            scale);
    Duration maxAge = millis(config.getMaxRetryDuration());
    return new RetryTerms(
        config.getMaxAttempts(), Duration.ofMillis(Math.round(maxAge.toMillis() * scale)), backoff);
  }

  private static Duration millis(com.google.protobuf.Duration duration) {
    return Duration.ofMillis(Durations.toMillis(duration));
  }

  /** Where both limits are set, both must be reached. */
  boolean gaveUp(QueueTask.Progress progress, Instant now) {
    boolean limited = maxAttempts >= 0 || !maxAge.isZero();
    boolean attemptsOver = maxAttempts < 0 || progress.dispatches() >= maxAttempts;
    boolean ageOver = maxAge.isZero() || !now.isBefore(progress.firstAttempt().plus(maxAge));
    return limited && attemptsOver && ageOver;
  }
}
