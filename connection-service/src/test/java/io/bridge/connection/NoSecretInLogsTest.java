package io.bridge.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.connection.LeasePurpose;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** A key goes through its whole life while everything that is logged, at any level, is kept. */
@ConnectionServiceTest
class NoSecretInLogsTest {
  @Inject Database database;
  private final Team team = Team.any();

  @Test
  void logsAndAnswersAndKeepsNoKeyAndNoToken() {
    // Given
    String file = Team.key();
    List<String> canaries = canariesOf(file);
    StringBuilder answers = new StringBuilder();
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    Kept kept = new Kept();
    root.addHandler(kept);
    root.setLevel(Level.ALL);

    // When
    UUID id;
    try {
      ValidatableResponse added = team.add("warehouse", file).statusCode(201);
      id = UUID.fromString(added.extract().path("id"));
      answers.append(added.extract().asString());
      answers.append(team.validate(id).statusCode(200).extract().asString());
      canaries.add(token(id));
      answers.append(team.as("OWNER").get("/v1/connections/" + id).asString());
      answers.append(team.add("other", file.replace("gserviceaccount", "x")).extract().asString());
      answers.append(team.add("other", file.replace("PRIVATE KEY", "KEY")).extract().asString());
      answers.append(team.add("other", file.substring(0, file.length() - 3)).extract().asString());
      answers.append(team.add("other", file + file.charAt(9)).extract().asString());
    } finally {
      root.setLevel(before);
      root.removeHandler(kept);
    }

    // Then
    assertTrue(kept.lines.size() > 50, "everything is logged");
    String log = String.join("\n", kept.lines);
    assertTrue(log.contains("event=connection-added connection=" + id));
    String tables = tables();
    for (String canary : canaries) {
      assertFalse(log.contains(canary), "in the log");
      assertFalse(answers.toString().contains(canary), "in an answer");
      assertFalse(tables.contains(canary), "in a table");
    }
  }

  private String token(UUID id) {
    return team.lease("dashboard-service", id, LeasePurpose.QUERY)
        .statusCode(201)
        .extract()
        .path("accessToken");
  }

  /** Pieces of the key's base64 from its secret half on. */
  private static List<String> canariesOf(String file) {
    String base64 =
        JsonPath.from(file)
            .getString("private_key")
            .replaceAll("-----[A-Z ]+-----", "")
            .replaceAll("\\s", "");
    assertEquals(0, base64.length() % 4);
    List<String> canaries = new ArrayList<>();
    for (int at = base64.length() / 3; at + 24 <= base64.length(); at += 24) {
      canaries.add(base64.substring(at, at + 24));
    }
    assertTrue(canaries.size() > 30);
    return canaries;
  }

  private String tables() {
    return List.of("connection", "lease", "outbox").stream()
        .flatMap(table -> database.rows("select t::text from " + table + " t").stream())
        .map(row -> row.getString(0))
        .reduce("", String::concat);
  }

  private static final class Kept extends Handler {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Formatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      lines.add(formatter.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
