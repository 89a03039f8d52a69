package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableResult;
import io.bridge.cloud.demo.DemoFile;
import io.bridge.cloud.mesh.MainJob;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job, by the command that the README promises. */
@ExtendWith(RunningMesh.class)
class DemoIT {
  @TempDir Path dir;

  @Test
  void carriesTheWholeDataSetAndReplacesItTheSecondTime(RunningMesh.Handle mesh) throws Exception {
    // Given
    Path source = dir.resolve("source.duckdb");
    DemoFile.ensure(source);
    Map<String, Long> expected = DuckDbFile.rows(source);
    for (int time = 1; time <= 2; time++) {
      // When
      JsonNode answer = DemoRun.of(mesh);
      // Then
      assertEquals(expected.size(), answer.path("tables").intValue());
      assertEquals(
          expected.values().stream().mapToLong(Long::longValue).sum(),
          answer.path("rows").longValue());
      assertTrue(answer.path("tiles").intValue() >= 6, answer.toString());
      assertEquals(answer.path("tiles"), answer.path("tilesWithData"), answer.toString());
      assertTrue(
          answer.path("dashboard").asText().startsWith(mesh.config().consoleUrl() + "/dashboards/"),
          answer.toString());
      assertTrue(answer.path("bytesBilled").isIntegralNumber());
      for (Map.Entry<String, Long> table : expected.entrySet()) {
        assertEquals(table.getValue(), mesh.count("demo." + table.getKey()), table.getKey());
      }
    }
    TableResult sales =
        mesh.warehouse()
            .query(
                QueryJobConfiguration.of(
                    "SELECT COUNT(*) AS n, SUM(store_sales) AS s FROM demo.sales_fact_1998"));
    FieldValueList row = sales.iterateAll().iterator().next();
    assertEquals(164_558, row.get("n").getLongValue());
    assertEquals(0, new BigDecimal("1079147.47").compareTo(row.get("s").getNumericValue()));
    assertEquals(
        StandardSQLTypeName.NUMERIC,
        sales.getSchema().getFields().get("s").getType().getStandardType());
  }

  @Test
  void answersAHandWrittenDashboardExactly(RunningMesh.Handle mesh) throws Exception {
    // Given
    DemoRun.done(mesh);
    Path file =
        Files.writeString(
            dir.resolve("sales.yaml"),
            """
            bridge: dashboard/v1
            name: sales-by-hand
            title: Sales
            connection: warehouse
            queries:
              totals:
                sql: SELECT COUNT(*) AS n, SUM(store_sales) AS s FROM sales_fact_1998
            rows:
              - tiles:
                  - {chart: kpi, title: Sales, query: totals, value: s}
                  - {chart: kpi, title: Lines, query: totals, value: n}
            """);
    mesh.app("demo").json("dashboard", "apply", file.toString(), "--team", "demo");
    // When
    JsonNode totals =
        mesh.app("demo")
            .json("dashboard", "data", "sales-by-hand", "--team", "demo")
            .path("queries")
            .path("totals");
    // Then
    assertEquals("[[164558],[\"1079147.47\"]]", totals.path("values").toString());
  }

  @Test
  void carriesARenamedCopyAllTheSame(RunningMesh.Handle mesh) {
    // Given
    Path renamed = dir.resolve("renamed.duckdb");
    DemoFile.write(renamed, name -> "q" + Integer.toHexString(name.hashCode()) + "_x");
    Map<String, Long> expected = DuckDbFile.rows(renamed);
    // When
    MainJob.Outcome outcome =
        new MainJob(mesh.config(), mesh.app("renamed"), System.out::println)
            .run(
                new MainJob.Task(
                    "renamed@bridge.example", RunningMesh.PASSWORD, "Renamed", renamed, "renamed"));
    // Then
    assertEquals(expected.size(), outcome.tables());
    expected.forEach((table, rows) -> assertEquals(rows, mesh.count("renamed." + table), table));
    assertEquals(expected.size(), outcome.scanned().path("tables").intValue());
    assertTrue(outcome.tiles().tiles() >= 6, outcome.tiles().toString());
    assertEquals(outcome.tiles().tiles(), outcome.tiles().withData(), outcome.tiles().toString());
  }
}
