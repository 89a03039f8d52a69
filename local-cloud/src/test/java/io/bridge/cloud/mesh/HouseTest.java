package io.bridge.cloud.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The commands on a mesh that does not run. The running one is mesh-tests' business. */
@Isolated("changes what the whole process has")
class HouseTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path dir;

  @Test
  void statusNamesEveryPartAndFailsWhileTheMeshIsDown() throws Exception {
    Answer answer = run("status", "--output", "json");

    assertEquals(1, answer.exitCode());
    JsonNode parts = new ObjectMapper().readTree(answer.stdout());
    assertEquals("postgres", parts.path(0).path("name").asText());
    assertEquals("redis", parts.path(1).path("name").asText());
    assertEquals("local-cloud", parts.path(2).path("name").asText());
    assertEquals(9, parts.size());
    parts.forEach(part -> assertEquals("down", part.path("state").asText()));
  }

  @Test
  void downIsHarmlessWhereNothingRuns() {
    assertEquals(0, run("down").exitCode());
  }

  @Test
  void resetDeletesNothingUnasked() throws Exception {
    Path kept = Files.writeString(Files.createDirectories(state()).resolve("kept"), "x");

    assertEquals(1, run("reset").exitCode());
    assertTrue(Files.exists(kept));

    assertEquals(0, run("reset", "--yes").exitCode());
    assertFalse(Files.exists(state()));
  }

  @Test
  void logsSaysThatThereIsNone() {
    assertEquals(4, run("logs", "sync-service").exitCode());
  }

  @Test
  void benchNamesTheCasesThatThereAre() {
    assertEquals(1, run("bench", "nothing").exitCode());
  }

  @Test
  void refusesACommandThatItDoesNotKnow() {
    assertEquals(2, run("fly").exitCode());
  }

  private record Answer(int exitCode, String stdout) {}

  private Path state() {
    return dir.resolve("state");
  }

  private Answer run(String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int exitCode = House.commandLine(new House(ROOT, state())).execute(args);
      return new Answer(exitCode, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }
}
