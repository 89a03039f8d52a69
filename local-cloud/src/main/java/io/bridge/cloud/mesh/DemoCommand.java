package io.bridge.cloud.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.demo.DemoFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "demo",
    description =
        "Carry a real data set from a DuckDB file into the warehouse and the catalog. The mesh stays up.")
final class DemoCommand implements Callable<Integer> {
  private static final String USER = "demo@bridge.example";
  private static final String TEAM = "Demo";
  private static final String DATASET = "demo";

  @ParentCommand House house;

  @Option(names = "--file", description = "Carry this DuckDB file instead of the demo's own.")
  Path file;

  @Option(
      names = "--dataset",
      description = "Dataset to load into (${DEFAULT-VALUE}).",
      defaultValue = DATASET)
  String dataset;

  @Override
  public Integer call() throws JsonProcessingException {
    Instant begun = Instant.now();
    Mesh mesh = house.mesh();
    say("1/5 the mesh");
    mesh.up(part -> house.progress().println("    " + Parts.line(part)));
    Path source = source();
    LocalApp app = new LocalApp(mesh.config(), "demo");
    String password = new Secrets(house.state()).password("demo-user");
    say("3/5 sign-in and team");
    app.signIn(USER, password);
    app.ensureTeam(TEAM);
    say("4/5 push to dataset " + dataset);
    JsonNode pushed = app.push(source, dataset, TEAM);
    say("5/5 catalog scan");
    JsonNode scanned = app.scan(TEAM);
    answer(new Result(pushed, scanned, Duration.between(begun, Instant.now())), mesh.config());
    return 0;
  }

  /** What the demo did; {@code rows} are those that the warehouse counted. */
  private record Result(JsonNode pushed, JsonNode scanned, Duration took) {
    int tables() {
      return pushed.path("tables").size();
    }

    long rows() {
      long rows = 0;
      for (JsonNode table : pushed.path("tables")) {
        rows += table.path("rowsLoaded").longValue();
      }
      return rows;
    }

    double seconds() {
      return took.toMillis() / 1000.0;
    }
  }

  private Path source() {
    if (file != null) {
      say("2/5 the file " + file);
      return file.toAbsolutePath();
    }
    Path demo = house.state().resolve("demo/foodmart.duckdb");
    say("2/5 a DuckDB file made from FoodMart: " + demo);
    DemoFile.ensure(demo);
    return demo;
  }

  private void answer(Result result, MeshConfig config) throws JsonProcessingException {
    say(
        String.format(
            Locale.ROOT,
            "%d tables with %,d rows are in the warehouse after %.1f s; the catalog knows %d tables"
                + " and %d columns.",
            result.tables(),
            result.rows(),
            result.seconds(),
            result.scanned().path("tables").intValue(),
            result.scanned().path("columns").intValue()));
    say("Look at them as the demo's user:  ./bridge catalog tables --session demo");
    say("The mesh is up: " + config.gatewayUrl() + "  (./bridge down stops it)");
    if (house.output() == House.Output.json) {
      System.out.println(
          new ObjectMapper()
              .createObjectNode()
              .put("tables", result.tables())
              .put("rows", result.rows())
              .put("seconds", result.seconds()));
    }
  }

  private void say(String line) {
    house.progress().println(line);
  }
}
