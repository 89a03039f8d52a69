package io.bridge.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as the launcher runs it. */
class MainTest {
  @TempDir Path dir;

  @Test
  void saysWhenItIsReadyAndEndsAtATerm() throws Exception {
    var process = run("0");
    try (var lines = output(process)) {
      var ready = Json.read(readyLine(lines).getBytes(StandardCharsets.UTF_8));

      assertTrue(ready.path("ready").asBoolean());
      assertEquals(process.pid(), ready.path("pid").asLong());
      int port = URI.create(ready.path("https").asText()).getPort();
      assertTrue(port > 0 && ready.path("grpc").asText().startsWith("localhost:"));
      process.destroy();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      assertEquals(143, process.exitValue());
      new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void namesATakenPortAndEnds() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var process = run(Integer.toString(taken.getLocalPort()));
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(1, process.exitValue());
      var errors = Files.readString(dir.resolve("stderr"));
      assertTrue(errors.contains("Port " + taken.getLocalPort()), errors);
      assertFalse(errors.contains("\tat "), errors);
    }
  }

  private static String readyLine(BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("{\"ready\"")) {
        return line;
      }
    }
    throw new AssertionError("local-cloud ended before it was ready");
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private Process run(String httpPort) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(
        List.of(Main.class.getName(), "--dir=" + dir.resolve("state"), "--project=bridge-test"));
    command.add("--topology=" + Path.of("..", "deploy", "topology.yaml"));
    command.addAll(List.of("--http-port=" + httpPort, "--grpc-port=0", "--sign-in-port=0"));
    for (var service : List.of("gateway", "catalog", "sync")) {
      command.add("--metadata-port=" + service + "-service=0");
    }
    command.add("--service=sync-service=http://localhost:1");
    return new ProcessBuilder(command).redirectError(dir.resolve("stderr").toFile()).start();
  }
}
