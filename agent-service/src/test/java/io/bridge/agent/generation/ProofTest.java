package io.bridge.agent.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bridge.agent.planner.Designer;
import io.bridge.agent.planner.Draft;
import io.bridge.agent.planner.LocalWarehouse;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.dashboard.PlannedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A draft whose queries are refused until only what is cheap is left. */
class ProofTest {
  private static final long CAP = 100;

  @Test
  void findsWhatIsCheapBehindAnyNumberOfWideColumns() throws Exception {
    // Given
    String wide =
        IntStream.range(0, 30)
            .mapToObj(n -> "'value ' || ((i + %d) %% %d) AS wide_%d".formatted(n, n % 6 + 3, n))
            .collect(Collectors.joining(", "));
    String table =
        "CREATE TABLE wide AS SELECT DATE '2024-01-01' + CAST(i % 300 AS INTEGER) AS day,"
            + " CAST(i % 97 + 0.25 AS DECIMAL(10, 2)) AS amount, "
            + wide
            + " FROM range(1, 2000) t(i)";
    try (LocalWarehouse warehouse = new LocalWarehouse("jdbc:duckdb:", table)) {
      Proof proof = Proof.of(Draft.of(Designer.of(warehouse, "").best()));

      // When
      Set<String> refused = proof.refused(plan(proof));
      while (!refused.isEmpty() && !proof.isHopeless()) {
        proof = proof.without(refused);
        refused = proof.refused(plan(proof));
      }

      // Then
      assertFalse(proof.isHopeless());
      assertEquals(Set.of(), refused);
      assertTrue(proof.sheet().tiles() >= Draft.LEAST_TILES);
    }
  }

  /** Each wide column read in groups is over the cap. */
  private static DashboardPlan plan(Proof proof) throws Exception {
    JsonNode file = new YAMLMapper().readTree(proof.sheet().yaml("s", "c", ""));
    List<PlannedQuery> planned = new ArrayList<>();
    for (Map.Entry<String, JsonNode> query : file.get("queries").properties()) {
      String sql = query.getValue().get("sql").asText();
      long bytes = sql.contains("GROUP BY") && sql.contains("`wide_") ? CAP + 1 : CAP;
      planned.add(
          new PlannedQuery(
              query.getKey(), sql, List.of(), List.of(), List.of(), bytes, bytes, CAP, null));
    }
    return new DashboardPlan("s", CAP, planned);
  }
}
