package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.mesh.LocalApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be carried is refused with a clear message, exit code 1 and nothing half-loaded. */
@ExtendWith(RunningMesh.class)
class HostileFilesIT {
  private static final String DATASET = "hostile";

  @TempDir Path dir;
  private LocalApp app;

  @BeforeEach
  void signIn(RunningMesh.Handle mesh) {
    app = mesh.app("hostile");
    app.signIn("hostile@bridge.example", RunningMesh.PASSWORD);
    app.ensureTeam("Hostile");
  }

  @Test
  void refusesAFileThatIsNoDuckDbFile(RunningMesh.Handle mesh) throws IOException {
    Path file = Files.writeString(dir.resolve("notes.duckdb"), "this is no database");

    LocalApp.Answer refused = push(file);

    assertRefused(refused, "notes.duckdb");
    assertNull(mesh.warehouse().getDataset(DATASET));
  }

  @Test
  void refusesAColumnThatCannotBeExactAndLoadsNoneOfTheFilesTables(RunningMesh.Handle mesh) {
    Path file =
        DuckDbFile.of(
            dir.resolve("times.duckdb"),
            "CREATE TABLE fine AS SELECT 1 AS n",
            "CREATE TABLE odd AS SELECT INTERVAL 1 MONTH AS how_long");

    LocalApp.Answer refused = push(file);

    assertRefused(refused, "how_long");
    assertNull(mesh.warehouse().getTable(DATASET, "fine"));
  }

  @Test
  void refusesAValueThatCannotBeExact(RunningMesh.Handle mesh) {
    Path file =
        DuckDbFile.of(
            dir.resolve("dates.duckdb"), "CREATE TABLE t AS SELECT 'infinity'::DATE AS someday");

    LocalApp.Answer refused = push(file);

    assertRefused(refused, "someday");
    assertNull(mesh.warehouse().getTable(DATASET, "t"));
  }

  @Test
  void refusesATableNameThatBigQueryDoesNotTake(RunningMesh.Handle mesh) {
    Path file =
        DuckDbFile.of(dir.resolve("names.duckdb"), "CREATE TABLE \"a.b/c\" AS SELECT 1 AS n");

    LocalApp.Answer refused = push(file);

    assertRefused(refused, "a.b/c");
    assertNull(mesh.warehouse().getDataset(DATASET));
  }

  @Test
  void refusesABrokenParquetFile(RunningMesh.Handle mesh) throws IOException {
    Path whole = dir.resolve("whole.parquet");
    DuckDbFile.of(
        dir.resolve("any.duckdb"),
        "COPY (SELECT range AS n FROM range(10000)) TO '" + whole + "' (FORMAT parquet)");
    byte[] bytes = Files.readAllBytes(whole);
    Path broken = Files.write(dir.resolve("broken.parquet"), java.util.Arrays.copyOf(bytes, 900));

    LocalApp.Answer refused = push(broken);

    assertRefused(refused, "broken.parquet");
    assertNull(mesh.warehouse().getTable(DATASET, "broken"));
  }

  private LocalApp.Answer push(Path file) {
    return app.run(
        "", Map.of(), "push", file.toString(), "--dataset", DATASET, "--team", "hostile");
  }

  private static void assertRefused(LocalApp.Answer answer, String named) {
    assertEquals(1, answer.exitCode(), answer.stderr());
    assertTrue(answer.stderr().contains(named), answer.stderr());
    assertTrue(!answer.stderr().contains("Exception"), answer.stderr());
  }
}
