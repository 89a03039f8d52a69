package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.dashboard.Console;
import io.bridge.app.played.PlayedCloud;
import io.bridge.app.played.PlayedWarehouse;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskTest {
  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;
  private UUID team;

  @BeforeEach
  void signIn() throws IOException {
    cloud = PlayedCloud.plain();
    cloud.identity().know("ada@example.com", "correct horse");
    app = new App(folder).at(cloud.address());
    app.typing("correct horse").run("login", "--user", "ada@example.com");
    team = cloud.gateway().makeTeam("Data").id();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void followsTheTaskToItsEnd() throws IOException {
    App.Outcome outcome = app.run("ask", "sales by store", "--dataset", "foodmart");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(
        """
        task %s
          read 23 tables
          chose sales_fact_1998
          wrote 7 tiles
        """
            .formatted(PlayedWarehouse.TASK),
        outcome.err());
    assertTrue(outcome.out().contains(cloud.address() + "/console/dashboards/shop?team="));
    JsonNode sent = sent();
    assertEquals("dashboard", sent.path("kind").asText());
    assertEquals("sales by store", sent.path("prompt").asText());
    assertEquals(team.toString(), sent.path("teamId").asText());
    assertEquals("foodmart", sent.path("dataset").asText());
    assertTrue(sent.path("connectionId").isMissingNode());
  }

  @Test
  void answersOneDocument() throws IOException {
    App.Outcome outcome = app.run("--output", "json", "ask", "anything");

    JsonNode told = Json.read(outcome.out().getBytes(), JsonNode.class);
    assertEquals("COMPLETED", told.path("status").asText());
    assertEquals(7, told.path("result").path("tiles").asInt());
    assertTrue(told.path("url").asText().contains("/console/dashboards/shop?"), outcome.out());
  }

  @Test
  void namesTheConnection() throws IOException {
    String second = cloud.gateway().warehouse().connect("second").id().toString();

    app.run("ask", "anything", "--connection", "second", "--no-wait");

    assertEquals(second, sent().path("connectionId").asText());
  }

  @Test
  void leavesTheTaskRunning() {
    App.Outcome outcome = app.run("ask", "anything", "--no-wait");
    App.Outcome followed = app.run("ask", "--task", PlayedWarehouse.TASK.toString());

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("bridge ask --task " + PlayedWarehouse.TASK), outcome.err());
    assertTrue(outcome.out().contains("RUNNING"), outcome.out());
    assertEquals(0, followed.exitCode(), followed.err());
    assertEquals(1, cloud.seen("POST", "/v1/agent/task").size());
  }

  @Test
  void failsWhereTheTaskDid() {
    cloud.gateway().warehouse().failTask(ErrorCode.NOTHING_TO_CHART);

    App.Outcome outcome = app.run("ask", "anything");

    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome.err().contains("error: No table has a measure (NOTHING_TO_CHART)"), outcome.err());
    assertTrue(outcome.out().contains("FAILED"), outcome.out());
  }

  @Test
  void givesUpAfterItsTime() {
    App.Outcome outcome = app.run("ask", "anything", "--timeout", "0");

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("It goes on."), outcome.err());
  }

  @Test
  void waitsForAServiceThatIsAway() {
    PlayedCloud.Trouble[] away = new PlayedCloud.Trouble[9];
    Arrays.fill(away, PlayedCloud.status(503));
    cloud.trouble("GET /v1/agent/status/", away);

    App.Outcome outcome = app.run("ask", "anything");

    assertEquals(0, outcome.exitCode(), outcome.err());
  }

  @Test
  void sendsTheSameTaskAgainWhereTheAnswerWasLost() throws IOException {
    cloud.trouble("POST /v1/agent/task", new PlayedCloud.Trouble.LostAnswer());

    assertEquals(0, app.run("ask", "anything").exitCode());

    var sent = cloud.seen("POST", "/v1/agent/task");
    assertEquals(2, sent.size());
    assertEquals(sent.getFirst().text(), sent.getLast().text());
    assertTrue(!sent().path("requestId").isMissingNode());
  }

  @Test
  void needsToKnowWhat() {
    assertEquals(2, app.run("ask").exitCode());
    assertEquals(2, app.run("ask", " ").exitCode());
    assertEquals(2, app.run("ask", "x", "--task", UUID.randomUUID().toString()).exitCode());
    assertEquals(2, app.run("ask", "--task", "7").exitCode());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "https://evil.example/console/",
        "//evil.example/console/",
        "/console/../../x@evil",
        "@evil.example/",
        "/console/a\u001b]0;x",
        "/v1/me",
        ""
      })
  void linksToPagesOfOursOnly(String path) {
    Console console = new Console("https://bridge.example");

    assertThrows(BridgeException.class, () -> console.at(path));
  }

  private JsonNode sent() throws IOException {
    return Json.read(cloud.seen("POST", "/v1/agent/task").getLast().body(), JsonNode.class);
  }
}
