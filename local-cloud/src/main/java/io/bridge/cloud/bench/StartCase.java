package io.bridge.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.process.CommandFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@code ./bridge cloud up} as a person runs it, from the command to its last line: the middle of
 * five starts, each with a state of its own, and what the process holds when it was idle for a
 * while.
 *
 * @param bridge the script
 * @param idleSeconds how long it is left alone before its memory is looked at
 */
public record StartCase(Path bridge, int idleSeconds) implements BenchCase {
  private static final int STARTS = 5;
  private static final double SECONDS = 3;
  private static final double MEGABYTES = 400;
  private static final List<String> ANY_PORTS =
      List.of("--port=0", "--grpc-port=0", "--sign-in-port=0", "--metadata-port=0");

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String description() {
    return "./bridge cloud up, and the memory of what it starts";
  }

  @Override
  public List<Measurement> run(Path scratch, Consumer<String> progress) {
    var seconds = new ArrayList<Double>();
    var megabytes = new ArrayList<Double>();
    try {
      for (int start = 1; start <= STARTS; start++) {
        progress.accept("start " + start + " of " + STARTS);
        Path dir = scratch.resolve("start-" + start);
        seconds.add(up(dir));
        megabytes.add(idle(dir, start == STARTS));
      }
    } catch (IOException e) {
      throw new IllegalStateException("The benchmark could not run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return List.of(
        new Measurement("up, seconds", middle(seconds), SECONDS, "budget", 1),
        new Measurement("idle, MB", megabytes.getLast(), MEGABYTES, "budget", 1));
  }

  private double up(Path dir) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("up"));
    words.addAll(ANY_PORTS);
    long begun = System.nanoTime();
    cloud(dir, words);
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Stops it in any case. */
  private double idle(Path dir, boolean looked) throws IOException, InterruptedException {
    try {
      if (looked) {
        TimeUnit.SECONDS.sleep(idleSeconds);
      }
      return cloud(dir, List.of("status")).path("residentBytes").asLong() / 1048576.0;
    } finally {
      cloud(dir, List.of("down"));
    }
  }

  private JsonNode cloud(Path dir, List<String> words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(bridge.toString(), "cloud"));
    command.addAll(words);
    command.addAll(List.of("--output=json", "--dir", dir.toString()));
    var builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
    // What is measured is what is there.
    builder.environment().put("BRIDGE_BUILD", "skip");
    var process = builder.start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new CommandFailure(String.join(" ", command) + " failed");
    }
    return said.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.read(said);
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
