package io.bridge.cloud.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The local app as a person runs it: a process of its own that knows the gateway's address and
 * nothing else of the mesh. What it says to people goes to this process' stderr as it comes.
 */
public final class LocalApp {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MeshConfig config;
  private final String session;

  /**
   * @param session name of the stored sign-in, so that a person's own stays as it is
   */
  public LocalApp(MeshConfig config, String session) {
    this.config = config;
    this.session = session;
  }

  /** What one run answered. */
  public record Answer(int exitCode, String stdout, String stderr) {
    /** stdout as the JSON document that {@code --output json} promises. */
    public JsonNode json() {
      try {
        return JSON.readTree(stdout);
      } catch (JsonProcessingException e) {
        throw new MeshException("The local app did not answer with JSON", e);
      }
    }
  }

  /** Signs in, or up where the person is new. */
  public void signIn(String email, String password) {
    require(run(password, Map.of(), "login", "--user", email, "--password-stdin", "--sign-up"));
  }

  public void ensureTeam(String name) {
    for (JsonNode team : require(run("team", "list", "--output", "json")).json()) {
      if (team.path("name").asText().equals(name)) {
        return;
      }
    }
    require(run("team", "create", name));
  }

  public JsonNode push(Path file, String dataset, String team) {
    return require(
            run(
                "push",
                file.toString(),
                "--dataset",
                dataset,
                "--team",
                slug(team),
                "--output",
                "json"))
        .json();
  }

  public JsonNode scan(String team) {
    return require(run("catalog", "scan", "--team", slug(team), "--output", "json")).json();
  }

  public Answer run(String... args) {
    return run("", Map.of(), args);
  }

  /** Runs it to its end; {@code input} is its stdin. */
  public Answer run(String input, Map<String, String> environment, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                config.root().resolve("local-app/target/local-app.jar").toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("BRIDGE_GATEWAY", config.gatewayUrl());
    builder.environment().put("BRIDGE_CA", config.caPem().toString());
    builder.environment().put("BRIDGE_SESSION", session);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      CompletableFuture<String> stderr =
          CompletableFuture.supplyAsync(() -> passedOn(process.errorReader()));
      String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), stdout, stderr.join());
    } catch (IOException e) {
      throw new MeshException("The local app could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException("Interrupted while the local app ran", e);
    }
  }

  private static String passedOn(BufferedReader lines) {
    StringBuilder all = new StringBuilder();
    lines
        .lines()
        .forEach(
            line -> {
              System.err.println("    " + line);
              all.append(line).append('\n');
            });
    return all.toString();
  }

  private static Answer require(Answer answer) {
    if (answer.exitCode() != 0) {
      throw new MeshException(
          "The local app ended with " + answer.exitCode() + "; it said why above");
    }
    return answer;
  }

  private static String slug(String team) {
    return team.toLowerCase(Locale.ROOT);
  }
}
