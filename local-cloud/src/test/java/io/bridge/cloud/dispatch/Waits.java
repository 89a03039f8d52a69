package io.bridge.cloud.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;

/** The law for every wait of Google's: not before its time, and soon after. */
public final class Waits {
  /** By how much clocks may differ, one that goes in steps and one that does not. */
  private static final Duration CLOCKS = Duration.ofMillis(5);

  /** What a busy machine may add. */
  private static final Duration SLOW = Duration.ofSeconds(8);

  private Waits() {}

  /** Twice as long would still be a wait that fits. */
  public static void assertLasted(Duration wanted, Duration waited, String what) {
    assertTrue(
        waited.compareTo(wanted.minus(CLOCKS)) >= 0
            && waited.compareTo(wanted.multipliedBy(2).plus(SLOW)) <= 0,
        () -> what + ": waited " + waited + " in place of " + wanted);
  }

  /** The same, since a time and until now. */
  public static void assertLastedSince(Instant start, Duration wanted, String what) {
    assertLasted(wanted, Duration.between(start, Instant.now()), what);
  }
}
