package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.process.CommandFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The main job as a person does it with the local app: from a file on this machine to a dashboard
 * that the agent wrote. May be repeated: what is there already is used or replaced.
 *
 * @param say told of each step, for people
 */
public record MainJob(MeshConfig config, LocalApp app, Consumer<String> say) {
  private static final String CONNECTION = "warehouse";
  private static final String ACCOUNT = "demo-warehouse";
  private static final int ATTEMPTS = 3;
  private static final String PROMPT = "a dashboard of what happened and how it changed over time";

  /** Who does it and where it goes. */
  public record Task(String user, String password, String team, Path file, String dataset) {}

  /**
   * What was done.
   *
   * @param pushed a report of the local app
   * @param asked the agent's task, completed
   */
  public record Outcome(
      JsonNode connection, JsonNode pushed, JsonNode scanned, JsonNode asked, DrawnTiles tiles) {
    /** Rows that the warehouse counted. */
    public long rows() {
      long rows = 0;
      for (JsonNode table : pushed.path("tables")) {
        rows += table.path("rowsLoaded").longValue();
      }
      return rows;
    }

    public int tables() {
      return pushed.path("tables").size();
    }

    public String slug() {
      return asked.path("result").path("dashboard").asText();
    }
  }

  public Outcome run(Task task) {
    say.accept("sign-in and team");
    done(() -> app.signIn(task.user(), task.password()));
    done(() -> app.ensureTeam(task.team()));
    say.accept("a connection to the warehouse, and whether it may do what it must");
    JsonNode connection = through(() -> connect(task));
    say.accept("push to dataset " + task.dataset());
    JsonNode pushed = through(() -> app.push(task.file(), task.dataset(), task.team()));
    say.accept("catalog scan");
    JsonNode scanned = through(() -> app.scan(task.team()));
    say.accept("the agent writes a dashboard");
    JsonNode asked = through(() -> app.ask(PROMPT, task.dataset(), task.team()));
    String slug = asked.path("result").path("dashboard").asText();
    say.accept("the dashboard's data");
    return new Outcome(connection, pushed, scanned, asked, through(() -> drawn(slug, task)));
  }

  private DrawnTiles drawn(String slug, Task task) {
    return DrawnTiles.of(app.dashboard(slug, task.team()), app.dashboardData(slug, task.team()));
  }

  private void done(Runnable step) {
    through(
        () -> {
          step.run();
          return true;
        });
  }

  /** A step that failed is done again where a part of the mesh went down meanwhile. */
  private <T> T through(Supplier<T> step) {
    Mesh mesh = new Mesh(config);
    for (int attempt = 1; ; attempt++) {
      Map<String, Long> before = mesh.pids();
      try {
        return step.get();
      } catch (CommandFailure e) {
        if (attempt == ATTEMPTS || mesh.pids().equals(before)) {
          throw e;
        }
        say.accept("a part of the mesh went down; once more when all of it is up");
        mesh.awaitAll();
      }
    }
  }

  private JsonNode connect(Task task) {
    JsonNode connection =
        app.ensureConnection(CONNECTION, task.team(), () -> new IssuedKeys(config).file(ACCOUNT));
    JsonNode checked = app.validate(connection, task.team());
    if (!checked.path("status").asText().equals("VALIDATED")) {
      throw new CommandFailure("The connection may not do what it must: " + checked.path("checks"));
    }
    return checked;
  }
}
