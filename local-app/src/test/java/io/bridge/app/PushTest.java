package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud;
import io.bridge.app.played.PlayedGateway;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.UploadColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest {
  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;
  private Path file;

  @BeforeEach
  void signIn() throws IOException, SQLException {
    cloud = PlayedCloud.plain();
    cloud.identity().know("ada@example.com", "correct horse");
    cloud.gateway().makeTeam("Data");
    app = new App(folder).at(cloud.address());
    app.typing("correct horse").run("login", "--user", "ada@example.com");
    file =
        DuckDbFile.of(
            folder.resolve("Shop 2026.duckdb"),
            "CREATE TABLE orders AS SELECT range AS id, (range / 4)::DECIMAL(10,4) AS \"the total\""
                + " FROM range(1000)",
            "CREATE TABLE empty_one (d DATE)",
            "CREATE VIEW big AS SELECT * FROM orders WHERE id > 990",
            "CREATE SCHEMA staging",
            "CREATE TABLE staging.orders AS SELECT 1 AS id");
  }

  @AfterEach
  void stopAndLookForLeftovers() throws IOException {
    cloud.close();
    try (var left = Files.list(folder)) {
      assertTrue(left.noneMatch(path -> path.getFileName().toString().startsWith("bridge-push-")));
    }
  }

  @Test
  void carriesEveryTableOfTheMainSchema() throws IOException {
    App.Outcome outcome = app.run("push", file.toString(), "--output", "json");

    JsonNode report = json(outcome, 0);
    assertEquals("shop_2026", report.path("dataset").asText());
    assertEquals("data", report.path("team").path("slug").asText());
    assertEquals(2, report.path("tables").size());
    assertEquals(1000, report.path("rows").asLong());
    JsonNode orders = report.path("tables").path(1);
    assertEquals("orders", orders.path("table").asText());
    assertEquals("LOADED", orders.path("state").asText());
    assertEquals(1000, orders.path("rowsLoaded").asLong());
    assertTrue(orders.path("failure").isMissingNode());
    assertEquals(2, report.path("skipped").size());
    assertTrue(outcome.err().contains("skipped big: a view; take it with --table big"));
    assertTrue(outcome.err().contains("orders: LOADED, 1000 rows"), outcome.err());
  }

  @Test
  void announcesTheColumnsAsTheSourceHasThem() {
    app.run("push", file.toString());

    NewUpload announced = cloud.gateway().announced("orders").getFirst();
    assertEquals(
        List.of(new UploadColumn("id", "BIGINT"), new UploadColumn("the total", "DECIMAL(10,4)")),
        announced.columns());
    assertEquals(1000, announced.rows());
    assertEquals(cloud.gateway().fileOf("orders").length, announced.sizeBytes());
  }

  @Test
  void carriesViewsAndOtherSchemasWhenTheyAreNamed() throws IOException {
    App.Outcome outcome =
        app.run(
            "push",
            file.toString(),
            "--table",
            "BIG",
            "--table",
            "staging.orders",
            "--dataset",
            "other",
            "--output",
            "json");

    JsonNode report = json(outcome, 0);
    assertEquals("other", report.path("dataset").asText());
    assertEquals("big", report.path("tables").path(0).path("table").asText());
    assertEquals(9, report.path("tables").path(0).path("rowsLoaded").asLong());
    assertEquals("staging_orders", report.path("tables").path(1).path("table").asText());
  }

  @Test
  void printsASummaryForPeople() {
    App.Outcome outcome = app.run("push", file.toString());

    assertTrue(outcome.out().startsWith("TABLE"), outcome.out());
    assertTrue(outcome.out().matches("(?s).*\\norders +1000 +\\d+ +LOADED +\\d+\\.\\d\\n"));
  }

  @Test
  void drawsABarForATerminalAndKeepsStdoutClean() throws IOException {
    App.Outcome outcome =
        app.atATerminal().with("COLUMNS", "120").run("push", file.toString(), "--output", "json");

    json(outcome, 0);
    assertTrue(outcome.err().contains("Sending 100%"), outcome.err());
    assertTrue(outcome.err().contains("2/2 tables"), outcome.err());
  }

  @Test
  void carriesAParquetFile() throws IOException, SQLException {
    Path parquet = folder.resolve("we'ird [x]* näme.parquet");
    DuckDbFile.of(
        folder.resolve("any.duckdb"),
        "COPY (SELECT range AS n FROM range(10)) TO '%s'".formatted(quoted(parquet)));

    JsonNode plain = json(app.run("push", parquet.toString(), "--output", "json"), 0);
    JsonNode named =
        json(app.run("push", parquet.toString(), "--table", "t", "--output", "json"), 0);

    assertEquals("we_ird_x_name", plain.path("dataset").asText());
    assertEquals("we_ird_x_name", plain.path("tables").path(0).path("table").asText());
    assertEquals(10, plain.path("rows").asLong());
    assertEquals("t", named.path("tables").path(0).path("table").asText());
    assertEquals(1, app.run("push", parquet.toString(), "--table", "a", "--table", "b").exitCode());
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }

  @Test
  void showsNeitherSignedAddressesNorTokens() {
    cloud.trouble("PUT /storage", PlayedCloud.status(503), new PlayedCloud.Trouble.Silence());

    App.Outcome outcome = app.run("push", file.toString(), "--verbose", "--output", "json");

    String shown = outcome.out() + outcome.err();
    assertTrue(shown.contains("/(signed address) -> 503"), shown);
    assertFalse(shown.contains(PlayedGateway.SIGNATURE));
    assertFalse(shown.contains("/storage/"));
    cloud.identity().secrets().forEach(secret -> assertFalse(shown.contains(secret)));
  }

  @Test
  void sendsTheFileAgainWhenTheStorageIsBusyOrTheLineBreaks() {
    cloud.trouble(
        "PUT /storage",
        PlayedCloud.status(503),
        new PlayedCloud.Trouble.Silence(),
        PlayedCloud.status(429),
        PlayedCloud.status(503));

    App.Outcome outcome = app.run("push", file.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(6, cloud.seen("PUT", "/storage").size());
    assertEquals(2, cloud.seen("POST", "/v1/uploads").size());
  }

  @Test
  void believesTheStorageThatTheFileIsThereWhenTheAnswerWasLost() {
    cloud.trouble("PUT /storage", new PlayedCloud.Trouble.LostAnswer());

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(2, cloud.seen("PUT", "/storage").size());
  }

  @Test
  void failsWhenSomethingElseIsAlreadyThere() {
    cloud.trouble(
        "PUT /storage", new PlayedCloud.Trouble.Status(412, "text/xml", "<Code>Taken</Code>"));

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("status 412 (Taken)"), outcome.err());
  }

  @Test
  void announcesAnewWhenTheAddressHasExpired() {
    cloud.gateway().expirePutsAt(app.time().now().plusSeconds(1));
    cloud.trouble(
        "PUT /storage",
        PlayedCloud.status(503),
        PlayedCloud.status(503),
        PlayedCloud.status(503),
        PlayedCloud.status(400));

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(2, cloud.gateway().announced("orders").size());
  }

  @Test
  void givesUpWhenTheAddressExpiresEachTime() {
    cloud.gateway().expirePutsAt(app.time().now().minusSeconds(1));
    PlayedCloud.Trouble refusal = PlayedCloud.status(403);
    cloud.trouble("PUT /storage", refusal, refusal, refusal);

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("expired each time"), outcome.err());
  }

  @Test
  void givesUpOnAStorageThatStaysBusy() {
    PlayedCloud.Trouble busy = PlayedCloud.status(503);
    cloud.trouble("PUT /storage", busy, busy, busy, busy, busy, busy);

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("orders: The storage refused"), outcome.err());
  }

  @Test
  void announcesUnderOneKeyWhenTheAnswerWasLost() {
    cloud.trouble(
        "POST /v1/uploads", new PlayedCloud.Trouble.LostAnswer(), PlayedCloud.status(503));

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(3, cloud.seen("POST", "/v1/uploads").size());
    assertEquals(
        1,
        cloud.seen("POST", "/v1/uploads").stream()
            .map(request -> request.header("Idempotency-Key"))
            .distinct()
            .count());
    assertEquals(1, cloud.gateway().announced("orders").size());
  }

  @Test
  void waitsForAServiceThatIsAwayWhileItLoads() {
    PlayedCloud.Trouble away = PlayedCloud.status(503);
    PlayedCloud.Trouble[] long_ = new PlayedCloud.Trouble[40];
    java.util.Arrays.fill(long_, away);
    cloud.trouble("GET /v1/uploads/", long_);

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(app.time().pauses().stream().allMatch(p -> p.compareTo(Duration.ofSeconds(6)) < 0));
  }

  @Test
  void tellsWhichTableFailedAndLoadsTheOthers() throws IOException {
    cloud
        .gateway()
        .failLoad(
            "orders",
            ErrorCode.SCHEMA_DRIFT,
            "The table has other columns",
            new Violation("columns[0].type", "INT64 became STRING\u001b[1m"));

    App.Outcome outcome = app.run("push", file.toString(), "--output", "json");

    JsonNode report = json(outcome, 5);
    assertEquals("LOADED", report.path("tables").path(0).path("state").asText());
    assertEquals("FAILED", report.path("tables").path(1).path("state").asText());
    assertEquals(
        "SCHEMA_DRIFT", report.path("tables").path(1).path("failure").path("code").asText());
    assertTrue(outcome.err().contains("error: orders: The table has other columns (SCHEMA_DRIFT)"));
    assertTrue(outcome.err().contains("columns[0].type: INT64 became STRING\\u001b"));
  }

  @Test
  void endsWithOneWhenTablesFailForDifferentReasons() {
    cloud.gateway().failLoad("orders", ErrorCode.SCHEMA_DRIFT, "other columns");
    cloud.gateway().failLoad("empty_one", ErrorCode.LOAD_FAILED, "no");

    assertEquals(1, app.run("push", file.toString()).exitCode());
  }

  @Test
  void tellsThatTheDatasetIsAnothers() {
    cloud.trouble(
        "POST /v1/uploads",
        PlayedCloud.problem(ErrorCode.DATASET_NOT_FOUND, "choose another name"),
        PlayedCloud.problem(ErrorCode.DATASET_NOT_FOUND, "choose another name"));

    App.Outcome outcome = app.run("push", file.toString());

    assertEquals(4, outcome.exitCode());
    assertTrue(outcome.out().contains("NOT SENT"), outcome.out());
    assertTrue(outcome.err().contains("orders: choose another name"), outcome.err());
    assertTrue(cloud.seen("PUT", "/").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"put\":{}}",
        "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"put\":{\"url\":\"http://e.com/x\"}}",
        "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"put\":{\"url\":\"https://e.com/x\","
            + "\"headers\":{\"connection\":\"close\"}}}"
      })
  void refusesAnAnnouncementItCannotFollow(String answer) {
    cloud.trouble(
        "POST /v1/uploads", new PlayedCloud.Trouble.Status(201, "application/json", answer));

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("(INTERNAL)"), outcome.err());
  }

  @Test
  void stopsWaitingAfterItsTime() throws IOException {
    cloud.gateway().neverEnd("orders");

    App.Outcome outcome =
        app.run(
            "push", file.toString(), "--table", "orders", "--timeout", "20", "--output", "json");

    JsonNode report = json(outcome, 1);
    assertEquals("LOADING", report.path("tables").path(0).path("state").asText());
    assertTrue(outcome.err().contains("has not ended in time"), outcome.err());
    assertEquals(0, report.path("rows").asLong());
  }

  @Test
  void endsWithThreeWhenTheSessionEndsOnTheWay() {
    cloud.trouble("POST /v1/uploads", new PlayedCloud.Trouble.Status(401, "text/plain", ""));
    cloud.trouble(
        "POST /secure",
        new PlayedCloud.Trouble.Status(
            400, "application/json", "{\"error\":{\"message\":\"TOKEN_EXPIRED\"}}"));

    App.Outcome outcome = app.run("push", file.toString(), "--table", "orders");

    assertEquals(3, outcome.exitCode(), outcome.err());
  }

  @Test
  void renewsTheTokenOnceForManyTables() {
    cloud.identity().expireIdTokens();

    assertEquals(0, app.run("push", file.toString()).exitCode());
    assertEquals(1, cloud.seen("POST", "/secure").size());
  }

  @Test
  void sendsManyTablesOneAtATimeWhenToldSo() throws SQLException {
    for (int i = 0; i < 20; i++) {
      DuckDbFile.of(file, "CREATE TABLE t%d AS SELECT %d AS n".formatted(i, i));
    }

    App.Outcome outcome = app.run("push", file.toString(), "--parallel", "1");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(22, cloud.seen("PUT", "/storage").size());
  }

  @Test
  void givesTheSameFileForTheSameTable() {
    app.run("push", file.toString(), "--table", "orders");
    byte[] first = cloud.gateway().fileOf("orders");
    app.run("push", file.toString(), "--table", "orders");

    assertArrayEquals(first, cloud.gateway().fileOf("orders"));
  }

  @Test
  void sendsNothingWhenNobodyIsSignedIn() {
    app.run("logout");

    App.Outcome outcome = app.run("push", file.toString());

    assertEquals(3, outcome.exitCode());
    assertNull(cloud.gateway().fileOf("orders"));
  }

  private static JsonNode json(App.Outcome outcome, int exitCode) throws IOException {
    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.out().lines().count());
    return Json.read(outcome.out().getBytes(), JsonNode.class);
  }
}
