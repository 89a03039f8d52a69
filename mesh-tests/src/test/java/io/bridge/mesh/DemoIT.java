package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableResult;
import io.bridge.cloud.demo.DemoFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
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
      JsonNode answer = demo(mesh);
      // Then
      assertEquals(expected.size(), answer.path("tables").intValue());
      assertEquals(
          expected.values().stream().mapToLong(Long::longValue).sum(),
          answer.path("rows").longValue());
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
  void carriesARenamedCopyAllTheSame(RunningMesh.Handle mesh) {
    // Given
    Path renamed = dir.resolve("renamed.duckdb");
    DemoFile.write(renamed, name -> "q" + Integer.toHexString(name.hashCode()) + "_x");
    Map<String, Long> expected = DuckDbFile.rows(renamed);
    mesh.app("renamed").signIn("renamed@bridge.example", RunningMesh.PASSWORD);
    mesh.app("renamed").ensureTeam("Renamed");
    // When
    JsonNode pushed = mesh.app("renamed").push(renamed, "renamed", "Renamed");
    // Then
    assertEquals(expected.size(), pushed.path("tables").size());
    expected.forEach((table, rows) -> assertEquals(rows, mesh.count("renamed." + table), table));
    assertEquals(expected.size(), mesh.app("renamed").scan("Renamed").path("tables").intValue());
  }

  private static JsonNode demo(RunningMesh.Handle mesh) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                mesh.config().root().resolve("bridge").toString(), "--output", "json", "demo")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BRIDGE_BUILD", "skip");
    builder.environment().put("BRIDGE_STATE", mesh.config().state().toString());
    mesh.config()
        .ports()
        .byName()
        .forEach(
            (name, port) ->
                builder
                    .environment()
                    .put(
                        "BRIDGE_PORT_" + name.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_"),
                        port.toString()));
    Process process = builder.start();
    String stdout = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor());
    assertTrue(stdout.endsWith("}\n"), "the last line is JSON");
    return new ObjectMapper()
        .readTree(stdout.substring(stdout.stripTrailing().lastIndexOf('\n') + 1));
  }
}
