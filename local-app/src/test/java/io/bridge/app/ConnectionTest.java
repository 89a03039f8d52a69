package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import io.bridge.model.error.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  private static final String CANARY = "-----BEGIN PRIVATE KEY----- canary";

  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;

  @BeforeEach
  void signIn() throws IOException {
    cloud = PlayedCloud.plain();
    cloud.identity().know("ada@example.com", "correct horse");
    app = new App(folder).at(cloud.address());
    app.typing("correct horse").run("login", "--user", "ada@example.com");
    cloud.gateway().makeTeam("Data");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void sendsTheKeyFileAsItIs() throws IOException {
    byte[] key = key("{ \"private_key\" : \"" + CANARY + "\" }\n");

    App.Outcome outcome =
        app.run("--verbose", "connection", "add", "key.json", "--name", "ours & theirs");

    assertEquals(0, outcome.exitCode(), outcome.err());
    PlayedCloud.Seen sent = sent();
    assertArrayEquals(key, sent.body());
    assertEquals("application/json", sent.header("Content-Type"));
    assertTrue(sent.path().endsWith("/connections?name=ours+%26+theirs"), sent.path());
    assertTrue(outcome.out().contains("reader@p-1.iam.gserviceaccount.com"), outcome.out());
    assertTrue(outcome.err().contains("bridge connection validate ours & theirs"), outcome.err());
    assertTrue(!(outcome.out() + outcome.err()).contains("canary"), outcome.err());
  }

  @Test
  void namesTheConnectionOnlyWhereItIsTold() throws IOException {
    key("{}");

    assertEquals(0, app.run("connection", "add", "key.json").exitCode());

    assertTrue(sent().path().endsWith("/connections"), sent().path());
  }

  @Test
  void refusesAFileThatIsTooLargeBeforeItIsSent() throws IOException {
    key("x".repeat(16 * 1024 + 1));
    App.Outcome large = app.run("connection", "add", "key.json");
    App.Outcome none = app.run("connection", "add", "nothing.json");
    App.Outcome device = app.run("connection", "add", "/dev/zero");

    assertEquals(6, large.exitCode(), large.err());
    assertTrue(large.err().contains("larger than 16 KiB"), large.err());
    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("code FILE_UNREADABLE"), none.err());
    assertEquals(6, device.exitCode());
    assertEquals(List.of(), cloud.seen("POST", "/v1/teams"));
  }

  @Test
  void takesAFileOfExactlyTheLimit() throws IOException {
    key("x".repeat(16 * 1024));

    assertEquals(0, app.run("connection", "add", "key.json").exitCode());
  }

  @Test
  void tellsWhatIsWrongWithTheKeyWithoutShowingIt() throws IOException {
    key("{\"private_key\":\"" + CANARY + "\"}");
    BridgeException refused =
        new BridgeException(
            ErrorCode.CREDENTIAL_INVALID,
            "The file is no key of a service account",
            List.of(
                new Violation("type", "is another", null, null, List.of("service_account")),
                new Violation("token_uri", "is missing")));
    cloud.trouble(
        "POST /v1/teams",
        new PlayedCloud.Trouble.Status(
            422, Problem.MEDIA_TYPE, Json.write(Problem.of(refused, "/", "trace"))));

    App.Outcome outcome = app.run("connection", "add", "key.json", "--verbose");

    assertEquals(1, outcome.exitCode());
    assertTrue(
        outcome.err().contains("  type: is another (allowed: service_account)\n"), outcome.err());
    assertTrue(outcome.err().contains("  token_uri: is missing\n"), outcome.err());
    assertTrue(!outcome.err().contains("canary"), outcome.err());
  }

  @Test
  void doesNotSendTheKeyTwiceWhereItMayHaveArrived() throws IOException {
    key("{}");
    cloud.trouble("POST /v1/teams", new PlayedCloud.Trouble.LostAnswer());

    App.Outcome outcome = app.run("connection", "add", "key.json");

    assertEquals(1, outcome.exitCode());
    assertEquals(1, cloud.seen("POST", "/v1/teams").size());
  }

  @Test
  void validatesTheOnlyConnection() throws IOException {
    App.Outcome outcome = app.run("connection", "validate");
    JsonNode json = json(app.run("connection", "validate", "warehouse", "--output", "json"));

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(
        """
        PERMISSION            GRANTED  WHAT TO DO
        bigquery.tables.list  yes
        bigquery.jobs.create  yes
        """,
        outcome.out());
    assertEquals("VALIDATED", json.path("status").asText());
  }

  @Test
  void endsAsACheckThatFailedWhereAPermissionIsMissing() {
    cloud.gateway().warehouse().deny();

    App.Outcome outcome = app.run("connection", "validate", "warehouse");

    assertEquals(5, outcome.exitCode());
    assertTrue(outcome.out().contains("no       Grant roles/bigquery.jobUser"), outcome.out());
    assertTrue(outcome.err().contains("error: warehouse does not do"), outcome.err());
  }

  @Test
  void asksWhichConnectionWhereThereAreTwo() {
    String id = cloud.gateway().warehouse().connect("second").id().toString();

    App.Outcome unsaid = app.run("connection", "validate");

    assertEquals(1, unsaid.exitCode());
    assertTrue(unsaid.err().contains("warehouse or second"), unsaid.err());
    assertEquals(0, app.run("connection", "validate", "second").exitCode());
    assertEquals(0, app.run("connection", "validate", id).exitCode());
    App.Outcome unknown = app.run("connection", "validate", "third");
    assertEquals(4, unknown.exitCode());
    assertTrue(unknown.err().contains("It has: warehouse, second"), unknown.err());
    assertEquals(1, app.run("catalog", "scan").exitCode());
    assertEquals(0, app.run("catalog", "scan", "--connection", "second").exitCode());
  }

  @Test
  void saysHowToMakeTheFirstConnection() {
    cloud.gateway().warehouse().disconnect();

    App.Outcome outcome = app.run("catalog", "tables");

    assertEquals(4, outcome.exitCode());
    assertTrue(outcome.err().contains("bridge connection add FILE"), outcome.err());
    assertEquals("[]\n", app.run("connection", "list", "--output", "json").out());
  }

  @Test
  void listsAndRemoves() throws IOException {
    cloud.gateway().warehouse().connect("second");
    JsonNode before = json(app.run("connection", "list", "--output", "json"));

    App.Outcome outcome = app.run("connection", "rm", "warehouse");

    assertEquals(2, before.size());
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("warehouse is removed"), outcome.err());
    JsonNode after = json(app.run("connection", "list", "--output", "json"));
    assertEquals("second", after.path(0).path("name").asText());
    assertEquals(1, after.size());
    assertEquals(2, app.run("connection", "rm").exitCode());
    assertEquals(4, app.run("connection", "rm", "warehouse").exitCode());
  }

  private byte[] key(String content) throws IOException {
    return Files.readAllBytes(Files.writeString(folder.resolve("key.json"), content));
  }

  private PlayedCloud.Seen sent() {
    return cloud.seen("POST", "/v1/teams").getLast();
  }

  private static JsonNode json(App.Outcome outcome) throws IOException {
    assertEquals(0, outcome.exitCode(), outcome.err());
    return Json.read(outcome.out().getBytes(), JsonNode.class);
  }
}
