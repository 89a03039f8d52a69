package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements of a team against its warehouse, through the gateway. */
@ExtendWith(RunningMesh.class)
class QueryIT {
  private static final int BIG = 13_000_000;

  private Workspace workspace;
  private String dataset;
  private JsonNode connection;

  @BeforeEach
  void connect(RunningMesh.Handle mesh) {
    workspace = Workspace.of(mesh, "query@bridge.example");
    connection = workspace.connect();
    dataset = "query_" + UUID.randomUUID().toString().replace('-', '_');
  }

  @Test
  void refusesWhatReadsMoreThanTheCapBeforeItRuns(RunningMesh.Handle mesh) {
    // Given
    workspace.load(dataset, "big", ParquetBytes.ones(BIG), BIG);
    String sql = "SELECT SUM(n) AS total FROM " + dataset + ".big";
    knows("big");
    // When
    Gateway.Answer refused = workspace.query(sql);
    // Then
    assertEquals(422, refused.status(), refused.raw().body());
    assertEquals("BYTES_OVER_CAP", refused.body().path("code").asText());
    assertTrue(refused.raw().body().replace(",", "").contains("104000000"), "the bytes");
    assertTrue(refused.raw().body().replace(",", "").contains("100000000"), "the cap");
    assertEquals(0, jobsThatRan(mesh, sql));
  }

  @Test
  void answersWhatStaysBelowIt() {
    workspace.load(dataset, "small", ParquetBytes.numbers(1000), 1000);
    knows("small");

    Gateway.Answer answer = workspace.query("SELECT SUM(n) AS total FROM " + dataset + ".small");

    assertEquals(200, answer.status(), answer.raw().body());
    assertEquals("499500", answer.body().path("values").path(0).path(0).asText());
    assertTrue(answer.body().path("bytesProcessed").longValue() > 0);
  }

  @Test
  void servesFromCacheUntilTheTableIsLoadedAgainAndWithoutRedisToo(RunningMesh.Handle mesh) {
    // Given
    workspace.load(dataset, "small", ParquetBytes.numbers(10), 10);
    knows("small");
    apply();
    assertEquals("45", total());
    assertTrue(cached());
    // When
    workspace.load(dataset, "small", ParquetBytes.numbers(100), 100);
    // Then
    RunningMesh.await(java.time.Duration.ofSeconds(30), () -> total().equals("4950"));
    // When
    mesh.mesh().stopRedis();
    // Then
    try {
      assertEquals("4950", total());
    } finally {
      mesh.mesh().startRedis();
    }
  }

  @Test
  void failsADashboardWhoseConnectionIsGone() {
    // Given
    workspace.load(dataset, "small", ParquetBytes.numbers(10), 10);
    knows("small");
    apply();
    assertEquals("45", total());
    // When
    Gateway.Answer removed =
        workspace
            .mesh()
            .gateway()
            .send(
                "DELETE",
                "/v1/connections/" + connection.path("id").asText(),
                workspace.token(),
                null);
    // Then
    assertEquals(204, removed.status());
    RunningMesh.await(java.time.Duration.ofSeconds(30), () -> !total().equals("45"));
    assertNotEquals("45", total());
  }

  private void apply() {
    Gateway.Answer applied =
        workspace.apply(
            "totals",
            """
            bridge: dashboard/v1
            name: totals
            title: Totals
            connection: main
            queries:
              total:
                sql: SELECT SUM(n) AS total FROM %s.small
            rows:
              - tiles:
                  - {chart: kpi, title: Total, query: total, value: total}
            """
                .formatted(dataset));
    assertTrue(applied.status() < 300, applied.raw().body());
  }

  private String total() {
    return answer().path("values").path(0).path(0).asText();
  }

  private boolean cached() {
    return answer().path("cached").asBoolean();
  }

  private JsonNode answer() {
    return workspace.data("totals").body().path("queries").path("total");
  }

  /** The fact of the load has reached the catalog. */
  private void knows(String table) {
    RunningMesh.await(
        java.time.Duration.ofSeconds(30),
        () ->
            workspace
                .get(
                    "/v1/connections/"
                        + connection.path("id").asText()
                        + "/tables?dataset="
                        + dataset)
                .toString()
                .contains("\"" + table + "\""));
  }

  private static long jobsThatRan(RunningMesh.Handle mesh, String sql) {
    return StreamSupport.stream(
            mesh.warehouse().listJobs(BigQuery.JobListOption.allUsers()).iterateAll().spliterator(),
            false)
        .filter(job -> job.getConfiguration() instanceof QueryJobConfiguration)
        .filter(job -> ((QueryJobConfiguration) job.getConfiguration()).getQuery().contains(sql))
        .count();
  }
}
