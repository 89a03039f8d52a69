package io.bridge.cloud.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void doublesThenGrowsByTheLastStepUpToTheMost() {
    Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(300), 3, 1.0);

    assertEquals(List.of(10L, 20L, 40L, 80L, 160L, 240L, 300L, 300L), seconds(backoff, 8));
  }

  @Test
  void doublesUpToTheMostWithoutEnd() {
    Backoff backoff = Backoff.exponential(Duration.ofSeconds(10), Duration.ofSeconds(600), 1.0);

    assertEquals(List.of(10L, 20L, 40L, 80L, 160L, 320L, 600L), seconds(backoff, 7));
    assertEquals(Duration.ofSeconds(600), backoff.after(Integer.MAX_VALUE));
  }

  @Test
  void isScaledAsAWhole() {
    Backoff backoff = new Backoff(Duration.ofSeconds(60), Duration.ofHours(1), 6, 0.01);

    assertEquals(Duration.ofMillis(600), backoff.after(1));
    assertEquals(Duration.ofSeconds(36), backoff.after(20));
  }

  private static List<Long> seconds(Backoff backoff, int failures) {
    return IntStream.rangeClosed(1, failures).mapToObj(n -> backoff.after(n).toSeconds()).toList();
  }
}
