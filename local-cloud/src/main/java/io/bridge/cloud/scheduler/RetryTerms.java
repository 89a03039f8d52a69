package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.RetryConfig;
import com.google.protobuf.util.Durations;
import io.bridge.cloud.dispatch.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job that failed is tried again before its schedule says so.
 *
 * @param retries after the first attempt
 * @param maxAge since the first attempt; zero for without end
 */
record RetryTerms(int retries, Duration maxAge, Backoff backoff) {

  static RetryTerms of(RetryConfig config, double scale) {
    Backoff backoff =
        new Backoff(
            millis(config.getMinBackoffDuration()),
            millis(config.getMaxBackoffDuration()),
            config.getMaxDoublings(),
            scale);
    Duration maxAge = millis(config.getMaxRetryDuration());
    return new RetryTerms(
        config.getRetryCount(), Duration.ofMillis(Math.round(maxAge.toMillis() * scale)), backoff);
  }

  private static Duration millis(com.google.protobuf.Duration duration) {
    return Duration.ofMillis(Durations.toMillis(duration));
  }

  /**
   * Where both limits are set, both must be reached before it is given up.
   *
   * @param failed with this attempt counted
   */
  Optional<Instant> again(JobRun failed, Instant now) {
    boolean countOver = failed.failures() > retries;
    boolean ageOver = maxAge.isZero() || !now.isBefore(failed.firstAttempt().plus(maxAge));
    return countOver && ageOver
        ? Optional.empty()
        : Optional.of(now.plus(backoff.after(failed.failures())));
  }
}
