package io.bridge.cloud.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.Main;
import io.bridge.cloud.process.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * local-cloud in a process of its own, so that its CPU time can be told from its clients'. Its JVM
 * has the options that every other command gives it.
 */
final class CloudProcess implements AutoCloseable {
  static final String PROJECT = "bridge-bench";

  private static final Duration IDLE = Duration.ofMillis(200);
  private static final double IDLE_SHARE = 0.1;

  private final Process process;
  private final JsonNode ready;
  private final Path dir;

  private CloudProcess(Process process, JsonNode ready, Path dir) {
    this.process = process;
    this.ready = ready;
    this.dir = dir;
  }

  /**
   * @param app base URL that messages are pushed to
   */
  static CloudProcess start(Path dir, URI app) throws IOException {
    Path topology = Files.createDirectories(dir).resolve("topology.yaml");
    try (InputStream in = CloudProcess.class.getResourceAsStream("topology.yaml")) {
      Files.copy(in, topology);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command(dir, topology, app))
            .redirectError(dir.resolve("cloud.log").toFile());
    builder.environment().putAll(Jvm.ENVIRONMENT);
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith("{\"ready\":true")) {
      line = out.readLine();
    }
    if (line == null) {
      process.destroyForcibly();
      throw new IOException(
          "local-cloud did not start: " + Files.readString(dir.resolve("cloud.log")));
    }
    Thread.ofVirtual().start(() -> drain(out));
    return new CloudProcess(process, new ObjectMapper().readTree(line), dir);
  }

  private static List<String> command(Path dir, Path topology, URI app) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Jvm.cloudOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        List.of(
            "--dir=" + dir,
            "--project=" + PROJECT,
            "--topology=" + topology,
            "--http-port=0",
            "--grpc-port=0",
            "--sign-in-port=0",
            "--metadata-port=app=0",
            "--service=app=" + app));
    return command;
  }

  /** What it logs is not wanted, but a full pipe would stop it. */
  private static void drain(BufferedReader out) {
    try (out) {
      while (out.readLine() != null) {
        // Go on.
      }
    } catch (IOException _) {
      // It has ended.
    }
  }

  Path dir() {
    return dir;
  }

  URI https() {
    return URI.create(ready.path("https").asText());
  }

  /** {@code localhost:<port>}. */
  String grpc() {
    return ready.path("grpc").asText();
  }

  String adminToken() throws IOException {
    return Files.readString(dir.resolve("iam/admin-token")).strip();
  }

  /** CPU seconds of all its threads since it began. */
  double cpuSeconds() throws IOException {
    return Cpu.seconds(process.pid());
  }

  /** As above, once it has nothing to do any more. */
  double cpuSecondsWhenIdle() throws IOException {
    double before = -1;
    double now = cpuSeconds();
    while (now - before > IDLE_SHARE * IDLE.toNanos() / 1e9) {
      LockSupport.parkNanos(IDLE.toNanos());
      before = now;
      now = cpuSeconds();
    }
    return now;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
