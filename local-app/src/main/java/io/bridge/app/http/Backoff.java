package io.bridge.app.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times that double, each with some chance so that many clients do not come back at once.
 *
 * @param first before the second attempt
 * @param longest at most
 */
public record Backoff(Duration first, Duration longest) {

  /**
   * @param attempt the one that failed, from 1
   */
  public Duration after(int attempt) {
    long doubled = first.toMillis() << Math.min(attempt - 1, 20);
    long millis = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}
