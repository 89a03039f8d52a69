package io.bridge.cloud.tasks;

import java.time.Duration;
import java.time.Instant;

/** How many dispatches a queue may start now. */
final class TokenBucket {
  private double tokens;
  private double ratePerSecond;
  private int burst;
  private Instant filled;

  TokenBucket(double ratePerSecond, int burst, Instant now) {
    this.ratePerSecond = ratePerSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filled = now;
  }

  synchronized void change(double newRatePerSecond, int newBurst, Instant now) {
    fill(now);
    ratePerSecond = newRatePerSecond;
    burst = newBurst;
    tokens = Math.min(tokens, newBurst);
  }

  synchronized int available(Instant now) {
    fill(now);
    return (int) tokens;
  }

  synchronized void take(int count) {
    tokens -= count;
  }

  /** When there is a whole token; in the past where there is one already. */
  synchronized Instant next(Instant now) {
    fill(now);
    double missing = Math.max(0, 1 - tokens);
    return now.plusNanos((long) Math.ceil(missing / ratePerSecond * 1e9));
  }

  private void fill(Instant now) {
    double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
    tokens = Math.min(burst, tokens + seconds * ratePerSecond);
    filled = now;
  }
}
