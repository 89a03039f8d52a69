package io.bridge.app.http;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;

/** The clock, and waiting by it; so that a test of patience takes no time. */
public interface Time {
  Instant now();

  /**
   * Blocks the thread for the duration.
   *
   * @throws CancellationException where the thread is interrupted; it stays so
   */
  void pause(Duration duration);

  static Time system() {
    return new Time() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void pause(Duration duration) {
        try {
          Thread.sleep(duration);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          throw new CancellationException("interrupted");
        }
      }
    };
  }
}
