package io.bridge.cloud.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.alone.AloneAtHand.Answer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of {@code ./bridge cloud}, over a process of its own. */
@Isolated("changes what the whole process has")
class CloudCommandsTest {
  @TempDir Path dir;
  private AloneAtHand alone;

  @BeforeEach
  void build() throws Exception {
    alone = new AloneAtHand(dir);
  }

  @AfterEach
  void end() {
    alone.run("down");
  }

  @Test
  void sayThatThereIsNothingWhereItNeverWas() throws Exception {
    Answer status = alone.run("status", "--output", "json");

    assertEquals(1, status.exitCode());
    assertEquals("down", json(status).path("state").asText());
    assertEquals(0, alone.run("down").exitCode());
    assertEquals(0, alone.run("reset").exitCode());
    assertEquals(1, alone.run("env").exitCode());
    assertEquals(2, alone.run("fly").exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "up", "down", "status", "env", "reset"})
  void explainThemselves(String command) {
    String[] words = (command + " --help").strip().split(" ");

    Answer answer = alone.run(words);

    assertEquals(0, answer.exitCode(), answer.stderr());
    assertTrue(answer.stdout().startsWith("Usage: bridge cloud"), answer.stdout());
  }

  @Test
  void startItOnceAndLeaveAloneWhatRuns() throws Exception {
    Answer up = alone.up("--output=json");
    JsonNode first = json(up);
    Answer again = alone.run("up", "--output=json");

    assertEquals(0, up.exitCode(), up.stderr());
    assertEquals("ready", first.path("state").asText());
    assertEquals("local-project", first.path("project").asText());
    assertTrue(first.path("openHttp").isNull());
    assertFalse(up.stderr().contains("OPEN"), up.stderr());
    assertEquals(first.path("pid"), json(again).path("pid"));
    assertEquals(0, alone.run("status").exitCode());
    Answer opened = alone.up("--open");
    assertEquals(1, opened.exitCode());
    assertTrue(opened.stderr().contains("./bridge cloud down"), opened.stderr());
  }

  @Test
  void keepTheStateForItsProjectUntilItIsReset() throws Exception {
    Path topology = dir.resolve("topology.yaml");
    Files.writeString(topology, "serviceAccounts:\n  reader: {roles: [roles/bigquery.jobUser]}\n");
    Path elsewhere = dir.resolve("elsewhere");
    String there = "--dir=" + elsewhere;
    Answer up =
        alone.up(
            there,
            "--project=first-project",
            "--topology=" + topology,
            "--account=reader",
            "--output=json");

    Answer other = alone.up(there, "--project=other-project");

    assertEquals(0, up.exitCode(), up.stderr());
    assertEquals("reader", json(up).path("account").asText());
    assertEquals(1, other.exitCode());
    assertTrue(other.stderr().contains("first-project"), other.stderr());
    Path kept = Files.writeString(elsewhere.resolve("mine"), "x");
    assertEquals(1, alone.run("reset", there).exitCode());
    assertEquals(0, alone.run("reset", "--yes", there).exitCode());
    assertTrue(Files.exists(kept));
    assertFalse(Files.exists(elsewhere.resolve("data")));
    assertEquals(1, alone.run("status", there).exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "--port=70000,2",
    "--open-port=1,2",
    "--project=X,2",
    "--topology=nowhere,1",
    "--account=ghost,1"
  })
  void sayWhatIsWrongAndStartNothing(String option, int exitCode) throws Exception {
    Answer up = alone.up(option);

    assertEquals(exitCode, up.exitCode(), up.stderr());
    assertFalse(up.stderr().contains("\tat "), up.stderr());
    assertEquals("down", json(alone.run("status", "--output=json")).path("state").asText());
  }

  @Test
  void nameAPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Answer up = alone.up("--grpc-port=" + taken.getLocalPort());

      assertEquals(1, up.exitCode());
      assertTrue(up.stderr().contains("Port " + taken.getLocalPort()), up.stderr());
      assertTrue(json(alone.run("status", "--output=json")).path("project").isMissingNode());
    }
  }

  @Test
  void sayWhyTheStateCannotBeThere() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");

    Answer up = alone.run("up", "--dir", file.resolve("state").toString());

    assertEquals(1, up.exitCode());
    assertTrue(up.stderr().contains("cannot be locked"), up.stderr());
    assertFalse(up.stderr().contains("\tat "), up.stderr());
  }

  private static JsonNode json(Answer answer) throws Exception {
    return new ObjectMapper().readTree(answer.stdout());
  }
}
