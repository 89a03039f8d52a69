package io.bridge.cloud.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
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
        "Carry a real data set from a DuckDB file into the warehouse and have the agent write a"
            + " dashboard of it. The mesh stays up.")
final class DemoCommand implements Callable<Integer> {
  private static final String USER = "demo@bridge.example";
  private static final String TEAM = "Demo";
  private static final String DATASET = "demo";
  private static final int STEPS = 8;

  private int steps;

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
    step("the mesh");
    mesh.up(part -> house.progress().println("    " + Parts.line(part)));
    MainJob job = new MainJob(mesh.config(), new LocalApp(mesh.config(), "demo"), this::step);
    String password = new Secrets(house.state()).password("demo-user");
    MainJob.Outcome outcome = job.run(new MainJob.Task(USER, password, TEAM, source(), dataset));
    answer(outcome, mesh.config(), Duration.between(begun, Instant.now()));
    return 0;
  }

  private Path source() {
    if (file != null) {
      step("the file " + file);
      return file.toAbsolutePath();
    }
    Path demo = house.state().resolve("demo/foodmart.duckdb");
    step("a DuckDB file made from FoodMart: " + demo);
    DemoFile.ensure(demo);
    return demo;
  }

  private void answer(MainJob.Outcome outcome, MeshConfig config, Duration took)
      throws JsonProcessingException {
    double seconds = took.toMillis() / 1000.0;
    DrawnTiles drawn = outcome.tiles();
    say(
        String.format(
            Locale.ROOT,
            "%d tables with %,d rows are in the warehouse; the agent's dashboard has %d tiles, %d"
                + " of them with data, after %.1f s.",
            outcome.tables(),
            outcome.rows(),
            drawn.tiles(),
            drawn.withData(),
            seconds));
    drawn.empty().forEach(title -> say("No data for the tile " + title));
    say("Look at it:  " + link(outcome, config));
    say("  sign in as " + USER + " with the password in " + passwordFile());
    say("The mesh is up: " + config.gatewayUrl() + "  (./bridge down stops it)");
    if (house.output() == House.Output.json) {
      System.out.println(
          new ObjectMapper()
              .createObjectNode()
              .put("tables", outcome.tables())
              .put("rows", outcome.rows())
              .put("dashboard", link(outcome, config))
              .put("tiles", drawn.tiles())
              .put("tilesWithData", drawn.withData())
              .put("bytesBilled", drawn.bytesBilled())
              .put("seconds", seconds));
    }
  }

  private static String link(MainJob.Outcome outcome, MeshConfig config) {
    return config.consoleUrl()
        + "/dashboards/"
        + outcome.slug()
        + "?team="
        + outcome.connection().path("teamId").asText();
  }

  private Path passwordFile() {
    return house.state().resolve("secrets/demo-user");
  }

  private void step(String what) {
    steps++;
    say(steps + "/" + STEPS + " " + what);
  }

  private void say(String line) {
    house.progress().println(line);
  }
}
