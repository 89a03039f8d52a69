package io.bridge.dashboard.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.dashboard.cache.Fence;
import io.bridge.dashboard.query.Limits;
import io.bridge.dashboard.query.Origin;
import io.bridge.dashboard.query.Outcome;
import io.bridge.dashboard.query.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page is kept only where all its answers were true at the same time. */
class AssembledTest {
  private static final UUID TEAM = UUID.randomUUID();

  private static Map<String, String> fenceOf(Map<String, String> one, Map<String, String> other) {
    List<Outcome> outcomes =
        Stream.of(one, other)
            .map(it -> new Outcome(statement(), null, it, Duration.ofHours(1), null))
            .toList();
    View view = View.byDefault(TEAM, "shop", null);
    return new Assembled(view, 1, outcomes).fence(new Fence(Map.of("f", "0"))).epochs();
  }

  private static Statement statement() {
    Limits limits = new Limits(1, 1, Duration.ofSeconds(1));
    Origin origin = new Origin(Origin.Kind.DASHBOARD, null, "shop", "q");
    return new Statement(TEAM, TEAM, "SELECT 1", List.of(), limits, origin);
  }

  @Test
  void dependsOnAllThatItsAnswersDependOn() {
    assertEquals(
        Map.of("f", "0", "t", "1", "u", "2", "c", "3"),
        fenceOf(Map.of("t", "1", "c", "3"), Map.of("u", "2", "c", "3")));
  }

  /** The first answer is of before the table was loaded, the second of after. */
  @Test
  void isNotKeptWhereATableWasLoadedInBetween() {
    assertEquals(Map.of(), fenceOf(Map.of("t", "old"), Map.of("t", "new")));
  }

  @Test
  void isNotKeptWhereAnAnswerCouldNotBe() {
    assertEquals(Map.of(), fenceOf(Map.of("t", "1"), Map.of()));
  }
}
