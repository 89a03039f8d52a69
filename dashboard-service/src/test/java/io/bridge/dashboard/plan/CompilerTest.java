package io.bridge.dashboard.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.Yaml;
import io.bridge.dashboard.query.BoundParam;
import io.bridge.dashboard.query.Limits;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private final DashboardFile example = Yaml.read(Yaml.example()).file();

  @Test
  void putsWhatAQueryRefersToInFront() {
    CompiledQuery query = compile(example, Map.of(), "revenue_weekly");
    assertEquals(
        """
        WITH `ev` AS (
        SELECT * FROM events
        WHERE event_date BETWEEN @period_from AND @period_to
        ), `weekly` AS (
        SELECT week, medium, COUNTIF(event_name = 'session_start') AS sessions,
               SUM(revenue) AS revenue
        FROM `ev` GROUP BY week, medium ORDER BY week
        )
        SELECT week, SUM(revenue) AS revenue, SUM(sessions) AS sessions FROM `weekly` GROUP BY week\
         ORDER BY week""",
        query.sql().replaceAll(" *\n\\s*\n", "\n"));
    assertEquals(List.of("ev", "weekly"), query.dependencies());
    assertEquals(
        List.of(
            new BoundParam("period_from", "DATE", "2020-11-01"),
            new BoundParam("period_to", "DATE", "2021-01-31")),
        query.params());
  }

  @Test
  void bindsWhatWasChosen() {
    Map<String, List<String>> chosen =
        Map.of(
            "period.from", List.of("2020-12-01"),
            "period.to", List.of("2020-12-24"),
            "device", List.of("mobile", "desktop"));
    CompiledQuery query = compile(example, chosen, "totals");
    assertTrue(query.sql().contains("AND device IN UNNEST(@device)"), query.sql());
    assertEquals(
        List.of(
            new BoundParam("period_from", "DATE", "2020-12-01"),
            new BoundParam("period_to", "DATE", "2020-12-24"),
            new BoundParam("device", "ARRAY<STRING>", List.of("desktop", "mobile"))),
        query.params());
  }

  @Test
  void neverSplicesAValue() {
    String hostile = "'; DROP TABLE events; -- \\\" ` ${ev} @x [[ ]]";
    CompiledQuery query = compile(example, Map.of("device", List.of(hostile)), "totals");
    assertFalse(query.sql().contains("DROP"));
    assertEquals(List.of(hostile), query.params().getLast().value());
  }

  @Test
  void putsEachQueryBehindThoseItDependsOn() {
    List<String> ids = Compiler.compile(example, Map.of()).stream().map(CompiledQuery::id).toList();
    assertEquals(9, ids.size());
    assertTrue(ids.indexOf("ev") < ids.indexOf("totals"));
    assertTrue(ids.indexOf("weekly") < ids.indexOf("by_medium"));
  }

  @Test
  void takesTheLowerLimitAndTheQuerysOwnTimeToLive() {
    CompiledQuery totals = compile(example, Map.of(), "totals");
    assertEquals(new Limits(100_000_000, 5_000, Duration.ofSeconds(30)), totals.limits());
    assertEquals(Duration.ofMinutes(15), totals.ttl());
    assertEquals(Duration.ofHours(1), compile(example, Map.of(), "countries").ttl());
    CompiledQuery least = Compiler.compile(Yaml.read(Yaml.LEAST).file(), Map.of()).getFirst();
    assertEquals(new Limits(Long.MAX_VALUE, 5_000, Duration.ofSeconds(30)), least.limits());
    assertEquals(Duration.ofHours(24), least.ttl());
  }

  @Test
  void goesOnWithAQuerysOwnWith() {
    DashboardFile file =
        queries(
            """
              base:
                sql: WITH x AS (SELECT 1 AS a) SELECT a FROM x;
              top:
                sql: |
                  -- what matters
                  with y AS (SELECT a FROM ${base}) SELECT a FROM y ORDER BY a
              deep:
                sql: WITH RECURSIVE r AS (SELECT 1 AS a) SELECT r.a FROM r JOIN ${base} b ON TRUE
            """);
    assertEquals(
        """
        WITH `base` AS (
        WITH x AS (SELECT 1 AS a) SELECT a FROM x
        ), y AS (SELECT a FROM `base`) SELECT a FROM y ORDER BY a""",
        compile(file, Map.of(), "top").sql());
    assertEquals(
        """
        WITH RECURSIVE `base` AS (
        WITH x AS (SELECT 1 AS a) SELECT a FROM x
        ), r AS (SELECT 1 AS a) SELECT r.a FROM r JOIN `base` b ON TRUE""",
        compile(file, Map.of(), "deep").sql());
  }

  @Test
  void leavesStringsNamesAndCommentsAlone() {
    String sql =
        "SELECT '${a} @b [[', r\"\\\"@c\", `x@d`, \"\"\"@e ' ${f}\"\"\", @@time_zone -- @g\n"
            + " /* ${h} [[ */ # ]] @i\n FROM t";
    DashboardFile file = queries("  q:\n    sql: |\n      " + sql.replace("\n", "\n      ") + "\n");
    assertEquals(sql, compile(file, Map.of(), "q").sql());
  }

  @Test
  void saysWhichValueDoesNotFit() {
    Map<String, List<String>> chosen =
        Map.of("period.from", List.of("2020-02-30"), "nope", List.of("1"));
    BridgeException refused =
        assertThrows(BridgeException.class, () -> Compiler.compile(example, chosen));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertEquals("period.from", refused.violations().get(0).field());
    assertEquals(
        List.of("period.from", "period.to", "device"), refused.violations().get(1).allowed());
  }

  @Test
  void givesTheDefaultWhereNothingIsChosenAndAQueryNeedsAValue() {
    CompiledQuery query = compile(example, Map.of("period.from", List.of("")), "totals");
    assertEquals("2020-11-01", query.params().getFirst().value());
  }

  private static DashboardFile queries(String queries) {
    String head = "bridge: dashboard/v1\nname: sales\nqueries:\n";
    return Yaml.read(head + queries + "rows: [{tiles: [{chart: text, text: none}]}]\n").file();
  }

  private static CompiledQuery compile(
      DashboardFile file, Map<String, List<String>> params, String id) {
    return Compiler.compile(file, params).stream()
        .filter(query -> query.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
