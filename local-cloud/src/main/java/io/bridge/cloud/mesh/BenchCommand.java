package io.bridge.cloud.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.bridge.cloud.bench.BenchCase;
import io.bridge.cloud.bench.CloudCase;
import io.bridge.cloud.bench.Measurement;
import io.bridge.cloud.bench.ServeCase;
import io.bridge.cloud.bench.StartCase;
import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "bench",
    description =
        "Measure Bridge against a reference in the same run. Exit code 5: a goal is missed.")
final class BenchCommand implements Callable<Integer> {
  /** Held, so that its level is not forgotten: a line for each job would drown the answer. */
  private static final Logger CLOUD = Logger.getLogger("io.bridge.cloud");

  private static final int LOADED_ROWS = 10_000_000;
  private static final int LISTED_ROWS = 500_000;
  private static final int MESSAGES = 20_000;
  private static final int IDLE_SECONDS = 10;

  @ParentCommand House house;

  @Parameters(arity = "0..*", paramLabel = "case", description = "Without one: all.")
  List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    CLOUD.setLevel(Level.WARNING);
    List<BenchCase> cases =
        chosen(
            List.of(
                new StartCase(house.root().resolve("bridge"), IDLE_SECONDS),
                new CloudCase(LOADED_ROWS, LISTED_ROWS, MESSAGES),
                new ServeCase(new ServedDashboard(house.mesh()))));
    boolean met = true;
    ArrayNode json = new ObjectMapper().createArrayNode();
    for (BenchCase each : cases) {
      house.progress().println(each.name() + ": " + each.description());
      for (Measurement measured : measure(each)) {
        met &= measured.met();
        print(each, measured, json);
      }
    }
    if (house.output() == House.Output.json) {
      System.out.println(json);
    }
    return met ? 0 : 5;
  }

  private List<BenchCase> chosen(List<BenchCase> all) {
    List<BenchCase> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          all.stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "There is no case "
                              + name
                              + "; there are "
                              + String.join(", ", all.stream().map(BenchCase::name).toList()))));
    }
    return chosen.isEmpty() ? all : chosen;
  }

  private List<Measurement> measure(BenchCase each) throws IOException {
    Path scratch = Files.createTempDirectory("bridge-bench");
    try {
      return each.run(scratch, line -> house.progress().println("  " + line));
    } finally {
      FileTree.delete(scratch);
    }
  }

  private void print(BenchCase each, Measurement measured, ArrayNode json) {
    if (house.output() == House.Output.table) {
      System.out.printf(
          Locale.ROOT,
          "%-8s %-24s %10.4f   %s: %.4f   ratio %.2f%s%n",
          each.name(),
          measured.what(),
          measured.value(),
          measured.referenceName(),
          measured.reference(),
          measured.ratio(),
          measured.met() ? "" : "   GOAL MISSED: " + measured.goal());
      return;
    }
    json.addObject()
        .put("case", each.name())
        .put("what", measured.what())
        .put("value", measured.value())
        .put("reference", measured.reference())
        .put("referenceName", measured.referenceName())
        .put("ratio", measured.ratio())
        .put("goal", Double.isNaN(measured.goal()) ? null : measured.goal())
        .put("met", measured.met());
  }
}
