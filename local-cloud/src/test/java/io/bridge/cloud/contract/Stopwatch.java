package io.bridge.cloud.contract;

import java.time.Duration;

/**
 * @param nanoTime when it was started
 */
record Stopwatch(long nanoTime) {
  /** After so long without anything, nothing more is expected. */
  static final Duration QUIET = Duration.ofMillis(300);

  static Stopwatch started() {
    return new Stopwatch(System.nanoTime());
  }

  double seconds() {
    return secondsUntil(started());
  }

  double secondsUntil(Stopwatch later) {
    return (later.nanoTime - nanoTime) / 1e9;
  }
}
