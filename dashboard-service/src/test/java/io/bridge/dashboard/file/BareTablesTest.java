package io.bridge.dashboard.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.Violation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table must not silently become the query of the same name. */
class BareTablesTest {
  private static final String FILE =
      """
      bridge: dashboard/v1
      name: sales
      queries:
        events: {sql: SELECT * FROM events}
        top: {sql: 'SELECT 1 AS a FROM ${events} %s'}
      rows: [{tiles: [{chart: table, query: top}]}]
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JOIN events ON TRUE",
        "join `events` e on true",
        "JOIN /* the */ Events ON TRUE",
        "WHERE EXISTS (SELECT 1 FROM events)"
      })
  void refusesANameThatMeansTwoThings(String rest) {
    List<Violation> violations = Yaml.violations(FILE.formatted(rest));
    assertEquals(1, violations.size(), violations::toString);
    assertEquals(5, violations.getFirst().line());
    assertEquals("dataset.", violations.getFirst().allowed().get(1).substring(0, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "JOIN shop.events ON TRUE",
        "JOIN `p`.shop.events e ON TRUE",
        "WHERE EXTRACT(DAY FROM events.d) = 1",
        "WHERE x = \"FROM events\"",
        "JOIN other ON TRUE -- FROM events"
      })
  void takesWhatMeansOneThing(String rest) {
    assertTrue(Yaml.read(FILE.formatted(rest)).file().query("top").isPresent());
  }
}
