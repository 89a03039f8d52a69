package io.bridge.cloud.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract by Google's clients for Node, made as {@code env --format node} prints them. In the
 * profile {@code node}: it needs Node and, the first time, the registry of its packages.
 */
@EnabledIfSystemProperty(named = "bridge.node", matches = "true")
@Isolated("changes what the whole process has")
class NodeContractTest {
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path INSTALLED = Path.of("target/node").toAbsolutePath();
  private static final Path CASES = Path.of("src/test/resources/io/bridge/cloud/contract");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ANY_PORT = Pattern.compile("(\\w+): \\{port: 9, metadataPort: 0}");

  /** Of each account that is a service too. */
  private static final Map<String, Integer> METADATA = new TreeMap<>();

  @TempDir static Path dir;
  private static AloneAtHand alone;

  @BeforeAll
  static void start() throws Exception {
    install();
    alone = new AloneAtHand(dir);
    Path topology = dir.resolve("topology.yaml");
    Files.writeString(topology, withMetadataPorts(CASES.resolve("topology.yaml")));
    var up = alone.up("--open", "--faults", "--topology=" + topology);
    assertEquals(0, up.exitCode(), up.stderr());
  }

  @AfterAll
  static void stop() {
    if (alone != null) {
      alone.run("down");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tls", "--output=table"})
  void holds(String how) throws Exception {
    Path clients = INSTALLED.resolve("clients.mjs");
    Files.writeString(clients, alone.run("env", "--format=node", how).stdout());
    JsonNode setup = JSON.readTree(alone.run("env", "--format=json", how).stdout());
    Map<String, String> variables = new TreeMap<>();
    setup
        .path("variables")
        .properties()
        .forEach(it -> variables.put(it.getKey(), it.getValue().asText()));
    // As on Cloud Run: elsewhere the libraries give a metadata server no more than three seconds.
    variables.put("K_SERVICE", "contract");
    variables.put("CONTRACT_CLIENTS", clients.toString());
    variables.put("CONTRACT_CASES", CASES.toAbsolutePath().toString());
    variables.put("CONTRACT_CLOUD", setup.toString());
    variables.put("CONTRACT_METADATA", JSON.writeValueAsString(METADATA));
    variables.put("CONTRACT_RUN", how.equals("--tls") ? "tls" : "open");

    run(List.of("node", "--test", "--test-reporter=spec", "contract.test.mjs"), variables);
  }

  /** In another process nobody could tell which ports it took. */
  private static String withMetadataPorts(Path topology) throws IOException {
    return ANY_PORT
        .matcher(Files.readString(topology))
        .replaceAll(
            service -> {
              METADATA.put(service.group(1), freePort());
              return "%s: {port: 9, metadataPort: %d}"
                  .formatted(service.group(1), METADATA.get(service.group(1)));
            });
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where they are installed already, nothing is fetched. */
  private static void install() throws Exception {
    Files.createDirectories(INSTALLED);
    Path lock = INSTALLED.resolve("package-lock.json");
    boolean same =
        Files.exists(lock)
            && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0
            && Files.isDirectory(INSTALLED.resolve("node_modules"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file, INSTALLED.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!same) {
      run(List.of("npm", "ci", "--ignore-scripts"), System.getenv());
    }
  }

  private static void run(List<String> command, Map<String, String> variables) throws Exception {
    Path said = Files.createTempFile(dir, "node", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    builder.environment().putAll(variables);
    Process process = builder.start();
    assertTrue(process.waitFor(10, TimeUnit.MINUTES), () -> read(said));
    assertEquals(0, process.exitValue(), () -> read(said));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
