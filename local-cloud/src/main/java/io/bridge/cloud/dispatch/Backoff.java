package io.bridge.cloud.dispatch;

import java.time.Duration;

/**
 * How long to wait after a failed attempt: doubles up to {@code maxDoublings} times, then grows by
 * the last step, never above {@code max}.
 *
 * @param scale every wait is multiplied by it; 1.0 in life, less in tests
 */
public record Backoff(Duration min, Duration max, int maxDoublings, double scale) {
  private static final int ALWAYS_DOUBLES = 62;

  /** Doubles until {@code max}, as Pub/Sub does. */
  public static Backoff exponential(Duration min, Duration max, double scale) {
    return new Backoff(min, max, ALWAYS_DOUBLES, scale);
  }

  /**
   * @param failures how many attempts have failed so far, at least 1
   */
  public Duration after(int failures) {
    int doublings = Math.min(failures - 1, maxDoublings);
    int linearSteps = failures - 1 - doublings;
    double millis = min.toMillis() * Math.pow(2, doublings) * (1 + linearSteps);
    return Duration.ofMillis(Math.round(Math.min(millis, max.toMillis()) * scale));
  }
}
