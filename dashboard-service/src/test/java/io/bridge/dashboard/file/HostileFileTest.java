package io.bridge.dashboard.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileFileTest {
  /** Far above what any of them takes; a bomb that goes off takes minutes. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @ParameterizedTest
  @MethodSource("io.bridge.dashboard.file.HostileFile#all")
  void refusesWithThePlace(HostileFile file) {
    List<Violation> violations =
        assertTimeout(PATIENCE, () -> Yaml.violations(file.bytes()), file.title());

    Violation found =
        violations.stream()
            .filter(violation -> violation.message().contains(file.message()))
            .findFirst()
            .orElseThrow(() -> new AssertionError(file.title() + ": " + violations));
    assertEquals(
        file.line() + ":" + file.column(), found.line() + ":" + found.column(), found.message());
    String place = "sales.yaml:" + found.line() + ":" + found.column() + ": ";
    assertTrue(found.message().startsWith(place), found.message());
    assertTrue(found.message().length() < 3_000, found.message());
  }

  @Test
  void isATableOfAHundred() {
    assertTrue(HostileFile.all().size() >= 100, "only " + HostileFile.all().size());
  }
}
