package io.bridge.cloud.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.process.CommandFailure;
import io.bridge.cloud.process.Jvm;
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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The local app as a person runs it: a process of its own that knows the gateway's address and
 * nothing else of the mesh. What it says to people goes to this process' stderr as it comes.
 */
public class LocalApp {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the JVM says of itself would stand between the lines of JSON. */
  private static final String QUIET = "-Xlog:disable";

  private final MeshConfig config;
  private final String session;
  private final Consumer<String> passOn;

  /**
   * @param session name of the stored sign-in, so that a person's own stays as it is
   */
  public LocalApp(MeshConfig config, String session) {
    this(config, session, line -> System.err.println("    " + line));
  }

  private LocalApp(MeshConfig config, String session, Consumer<String> passOn) {
    this.config = config;
    this.session = session;
    this.passOn = passOn;
  }

  /** The same, whose words to people nobody hears. */
  LocalApp quiet() {
    return new LocalApp(config, session, _ -> {});
  }

  /** What one run answered. */
  public record Answer(int exitCode, String stdout, String stderr) {
    /** stdout as the JSON document that {@code --output json} promises. */
    public JsonNode json() {
      try {
        return JSON.readTree(stdout);
      } catch (JsonProcessingException e) {
        throw new CommandFailure("The local app did not answer with JSON", e);
      }
    }
  }

  /** Signs in, or up where the person is new. */
  public void signIn(String email, String password) {
    require(run(password, Map.of(), "login", "--user", email, "--password-stdin", "--sign-up"));
  }

  public void ensureTeam(String name) {
    for (JsonNode team : json("team", "list")) {
      if (team.path("name").asText().equals(name)) {
        return;
      }
    }
    require(run("team", "create", name));
  }

  public JsonNode push(Path file, String dataset, String team) {
    return json("push", file.toString(), "--dataset", dataset, "--team", slug(team));
  }

  public JsonNode scan(String team) {
    return json("catalog", "scan", "--team", slug(team));
  }

  /**
   * The team's connection of this name: the one that there is, or made from the file that {@code
   * credential} gives.
   */
  public JsonNode ensureConnection(String name, String team, Supplier<Path> credential) {
    for (JsonNode known : items(json("connection", "list", "--team", slug(team)))) {
      if (known.path("name").asText().equals(name)) {
        return known;
      }
    }
    String file = credential.get().toString();
    return json("connection", "add", file, "--name", name, "--team", slug(team));
  }

  /** Asks the warehouse for each permission that the connection needs. */
  public JsonNode validate(JsonNode connection, String team) {
    return json("connection", "validate", connection.path("id").asText(), "--team", slug(team));
  }

  /** Has the agent do it and waits for the end; a {@code AgentTask}. */
  public JsonNode ask(String what, String dataset, String team) {
    return json("ask", what, "--dataset", dataset, "--team", slug(team));
  }

  public JsonNode apply(Path file, String team) {
    return json("dashboard", "apply", file.toString(), "--team", slug(team));
  }

  /** A dashboard without its data. */
  public JsonNode dashboard(String slug, String team) {
    for (JsonNode known : items(json("dashboard", "list", "--team", slug(team)))) {
      if (known.path("slug").asText().equals(slug)) {
        return known;
      }
    }
    throw new CommandFailure("There is no dashboard " + slug);
  }

  public JsonNode dashboardData(String slug, String team) {
    return json("dashboard", "data", slug, "--team", slug(team));
  }

  /** Runs it with {@code --output json}; fails where it fails. */
  public JsonNode json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--output", "json"));
    return require(run(all.toArray(String[]::new))).json();
  }

  public Answer run(String... args) {
    return run("", Map.of(), args);
  }

  /** Runs it to its end; {@code input} is its stdin. */
  public Answer run(String input, Map<String, String> environment, String... args) {
    Path jar = config.root().resolve("local-app/target/local-app.jar");
    List<String> command =
        new Jvm(config.root(), recordsOnly(args, "push").startCaches())
            .command("local-app", jar, List.of("--enable-native-access=ALL-UNNAMED", QUIET));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(mesh());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      CompletableFuture<String> stderr =
          CompletableFuture.supplyAsync(
              () -> passedOn(process.errorReader()), Thread::startVirtualThread);
      String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), stdout, stderr.join());
    } catch (IOException e) {
      throw new CommandFailure("The local app could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("Interrupted while the local app ran", e);
    }
  }

  /** What tells the app of this mesh. */
  protected final Map<String, String> mesh() {
    return Map.of(
        "BRIDGE_GATEWAY",
        config.gatewayUrl(),
        "BRIDGE_CA",
        config.caPem().toString(),
        "BRIDGE_SESSION",
        session);
  }

  private String passedOn(BufferedReader lines) {
    StringBuilder all = new StringBuilder();
    lines
        .lines()
        .forEach(
            line -> {
              passOn.accept(line);
              all.append(line).append('\n');
            });
    return all.toString();
  }

  private static Answer require(Answer answer) {
    if (answer.exitCode() != 0) {
      throw new CommandFailure(
          "The local app ended with " + answer.exitCode() + "; it said why above");
    }
    return answer;
  }

  /** Of all its runs in a training, the one with most in it leaves a start cache. */
  private MeshConfig recordsOnly(String[] args, String command) {
    return List.of(args).contains(command) ? config : config.reading();
  }

  /** A page of the API or a bare list. */
  private static JsonNode items(JsonNode answer) {
    return answer.isArray() ? answer : answer.path("items");
  }

  private static String slug(String team) {
    return team.toLowerCase(Locale.ROOT);
  }
}
