package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeamAndCatalogTest {
  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;

  @BeforeEach
  void signIn() throws IOException {
    cloud = PlayedCloud.plain();
    cloud.identity().know("ada@example.com", "correct horse");
    app = new App(folder).at(cloud.address());
    app.typing("correct horse").run("login", "--user", "ada@example.com");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void makesATeamAndListsIt() throws IOException {
    App.Outcome made = app.run("team", "create", "Data Team", "--slug", "data-team");
    cloud.gateway().makeTeam("Second");
    App.Outcome listed = app.run("team", "list", "--output", "json");

    assertEquals(0, made.exitCode(), made.err());
    JsonNode teams = json(listed);
    assertEquals(2, teams.size());
    assertEquals("data-team", teams.path(0).path("slug").asText());
    assertEquals("Second", teams.path(1).path("name").asText());
  }

  @Test
  void tellsTheServicesErrorWithItsCode() {
    app.run("team", "create", "Data", "--slug", "data");

    App.Outcome again = app.run("team", "create", "Data", "--slug", "data");

    assertEquals(1, again.exitCode());
    assertTrue(again.err().contains("error: The slug is taken: data"), again.err());
    assertTrue(again.err().contains("code TEAM_SLUG_TAKEN, correlation id "), again.err());
  }

  @Test
  void sendsTheCorrelationIdThatItTells() {
    App.Outcome refused = app.run("catalog", "scan", "--team", "nobody");

    String told = refused.err().lines().filter(l -> l.contains("correlation id")).findFirst().get();
    String sent = cloud.seen("GET", "/v1/teams").getLast().header("x-correlation-id");
    assertTrue(told.endsWith(sent), told);
  }

  @Test
  void doesNotRepeatWhatMayHaveBeenDone() {
    cloud.trouble("POST /v1/teams", new PlayedCloud.Trouble.LostAnswer());

    App.Outcome outcome = app.run("team", "create", "Data");

    assertEquals(1, outcome.exitCode());
    assertEquals(1, cloud.seen("POST", "/v1/teams").size());
  }

  @Test
  void scansTheOnlyTeamsWarehouse() {
    cloud.gateway().makeTeam("Data");
    cloud.trouble("POST /v1/connections", PlayedCloud.status(503));

    App.Outcome outcome = app.run("--output", "json", "catalog", "scan");

    assertEquals("{\"datasets\":1,\"tables\":2,\"columns\":3}\n", outcome.out());
    assertTrue(app.run("catalog", "scan").out().startsWith("DATASETS  TABLES  COLUMNS\n"));
  }

  @Test
  void asksWhichTeamWhenThereAreTwo() {
    assertEquals(4, app.run("catalog", "scan").exitCode());
    cloud.gateway().makeTeam("First");
    String second = cloud.gateway().makeTeam("Second").id().toString();

    App.Outcome unsaid = app.run("catalog", "scan");

    assertEquals(1, unsaid.exitCode());
    assertTrue(unsaid.err().contains("--team first or second"), unsaid.err());
    assertEquals(0, app.run("catalog", "scan", "--team", "second").exitCode());
    assertEquals(0, app.run("catalog", "scan", "--team", second).exitCode());
    assertEquals(4, app.run("catalog", "scan", "--team", "third").exitCode());
  }

  @Test
  void listsDatasetsTablesAndColumns() throws IOException {
    cloud.gateway().makeTeam("Data");

    JsonNode datasets = json(app.run("catalog", "datasets", "--output", "json"));
    JsonNode tables = json(app.run("catalog", "tables", "--output", "json"));
    JsonNode columns = json(app.run("catalog", "columns", "--table", "lines", "--output", "json"));

    assertEquals("sales", datasets.path(0).path("name").asText());
    assertEquals("lines", tables.path(1).path("name").asText());
    assertEquals("sales", tables.path(1).path("dataset").asText());
    assertEquals(2, columns.size());
    assertEquals("total", columns.path(1).path("name").asText());
    assertEquals("lines", columns.path(1).path("table").asText());
    assertEquals(4, json(app.run("catalog", "columns", "--output=json")).size());
  }

  @Test
  void printsTablesForPeople() {
    cloud.gateway().makeTeam("Data");

    App.Outcome tables = app.run("catalog", "tables", "--dataset", "sales");
    App.Outcome columns = app.run("catalog", "columns", "--table", "orders");

    assertEquals(
        """
        DATASET  TABLE   TYPE   ROWS  BYTES
        sales    orders  TABLE    42   4200
        sales    lines   TABLE    42   4200
        """,
        tables.out());
    assertTrue(columns.out().contains("NUMERIC(10, 4)  yes"), columns.out());
    assertTrue(app.run("catalog", "datasets").out().contains("EU"));
  }

  @Test
  void saysThatANameIsNotInTheCatalog() {
    cloud.gateway().makeTeam("Data");

    App.Outcome dataset = app.run("catalog", "tables", "--dataset", "none");
    App.Outcome table = app.run("catalog", "columns", "--table", "none");

    assertEquals(4, dataset.exitCode());
    assertEquals(4, table.exitCode());
    assertTrue(table.err().contains("bridge catalog scan"), table.err());
  }

  @Test
  void writesControlCharactersOfTheServerAsEscapes() {
    cloud.gateway().makeTeam("evil \u001b]0;title\u0007 \u202e");

    App.Outcome shown = app.run("team", "list");
    App.Outcome json = app.run("team", "list", "--output", "json");

    assertTrue(shown.out().contains("evil \\u001b]0;title\\u0007 \\u202e"), shown.out());
    assertTrue(json.out().contains("\\u202e"), json.out());
    assertTrue((shown.out() + json.out()).chars().noneMatch(c -> c == 27 || c == 0x202e));
  }

  @Test
  void crossesTheServicesCodeIntoTheExitCode() {
    cloud.gateway().makeTeam("Data");
    cloud.trouble(
        "POST /v1/connections",
        PlayedCloud.problem(ErrorCode.CONNECTION_NOT_FOUND, "gone"),
        PlayedCloud.problem(ErrorCode.PAYLOAD_TOO_LARGE, "too much"),
        PlayedCloud.problem(ErrorCode.FORBIDDEN, "only owners"),
        new PlayedCloud.Trouble.Status(
            422, "application/problem+json", "{\"code\":\"NEWER_THAN_ME\",\"detail\":\"new\"}"),
        new PlayedCloud.Trouble.Status(500, "text/html", "<html>stack"),
        new PlayedCloud.Trouble.Status(500, "application/problem+json", "<html>"),
        new PlayedCloud.Trouble.Status(405, "text/plain", ""),
        new PlayedCloud.Trouble.Status(415, "text/plain", ""),
        new PlayedCloud.Trouble.Status(413, "text/plain", ""));

    assertEquals(4, app.run("catalog", "scan").exitCode());
    assertEquals(6, app.run("catalog", "scan").exitCode());
    assertEquals(1, app.run("catalog", "scan").exitCode());
    App.Outcome newer = app.run("catalog", "scan");
    assertEquals(1, newer.exitCode());
    assertTrue(newer.err().contains("error: new"), newer.err());
    assertEquals(1, app.run("catalog", "scan").exitCode());
    assertEquals(1, app.run("catalog", "scan").exitCode());
    assertEquals(1, app.run("catalog", "scan").exitCode());
    assertEquals(1, app.run("catalog", "scan").exitCode());
    assertEquals(6, app.run("catalog", "scan").exitCode());
  }

  @Test
  void refusesAnswersThatAreNone() {
    cloud.gateway().makeTeam("Data");
    cloud.trouble(
        "GET /v1/teams",
        new PlayedCloud.Trouble.Status(200, "application/json", "[1"),
        new PlayedCloud.Trouble.Status(200, "application/json", "{\"items\":null}"));
    cloud.trouble(
        "GET /v1/me",
        new PlayedCloud.Trouble.Status(200, "application/json", "secret words"),
        new PlayedCloud.Trouble.Status(200, "application/json", "null"));

    assertEquals(1, app.run("team", "list").exitCode());
    assertEquals("[]\n", app.run("team", "list", "--output", "json").out());
    App.Outcome odd = app.run("whoami");
    assertEquals(1, odd.exitCode());
    assertTrue(odd.err().contains("no Bridge answer"), odd.err());
    assertTrue(!odd.err().contains("secret"), odd.err());
    assertEquals(1, app.run("whoami").exitCode());
  }

  private static JsonNode json(App.Outcome outcome) throws IOException {
    assertEquals(0, outcome.exitCode(), outcome.err());
    return Json.read(outcome.out().getBytes(), JsonNode.class);
  }
}
