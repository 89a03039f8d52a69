package io.bridge.cloud.alone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code env} prints works as it is printed. */
@Isolated("changes what the whole process has")
class ClientSetupTest {
  @TempDir static Path dir;
  private static AloneAtHand alone;

  @BeforeAll
  static void start() throws Exception {
    alone = new AloneAtHand(dir);
    var up = alone.up("--open");
    assertEquals(0, up.exitCode(), up.stderr());
  }

  @AfterAll
  static void stop() {
    alone.run("down");
  }

  @Test
  void theShellTakesEveryVariableAsItIs() throws Exception {
    JsonNode json = json("env", "--format=json");
    String print = "printf '%s\\n' \"$NODE_EXTRA_CA_CERTS\" \"$STORAGE_EMULATOR_HOST\"";

    String printed = output(List.of("sh", "-c", alone.run("env").stdout() + print), null);

    assertEquals(
        json.at("/variables/NODE_EXTRA_CA_CERTS").asText()
            + "\n"
            + json.at("/variables/STORAGE_EMULATOR_HOST").asText()
            + "\n",
        printed);
    assertTrue(printed.contains("it's state"), printed);
  }

  @Test
  void byTlsNothingPointsToAnOpenPort() throws Exception {
    JsonNode variables = json("env", "--format=json", "--tls").path("variables");

    assertFalse(variables.has("STORAGE_EMULATOR_HOST"));
    assertFalse(variables.has("PUBSUB_EMULATOR_HOST"));
    assertTrue(variables.path("GCE_METADATA_HOST").asText().startsWith("127.0.0.1:"));
    assertEquals(variables.path("GCE_METADATA_HOST"), variables.path("GCE_METADATA_IP"));
    assertTrue(Files.exists(Path.of(variables.path("SSL_CERT_FILE").asText())));
    assertTrue(Files.isDirectory(Path.of(variables.path("CLOUDSDK_CONFIG").asText())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--tls"})
  void theJavaClientsWork(String tls) throws Exception {
    List<String> env = new ArrayList<>(List.of("env"));
    env.addAll(tls.isEmpty() ? List.of() : List.of(tls));
    Path classes = compiled(alone.run(with(env, "--format=java")).stdout());
    JsonNode setup = json(with(env, "--format=json"));
    List<String> command = new ArrayList<>(List.of(java()));
    setup.path("javaOptions").forEach(option -> command.add(option.asText()));
    command.addAll(List.of("-cp", classes + File.pathSeparator + classPath(), "Probe"));

    String said = output(command, setup.path("variables"));

    assertEquals(
        """
        bigquery 42
        storage 1
        topics 0
        subscriptions 0
        tasks NOT_FOUND
        scheduler NOT_FOUND
        keys NOT_FOUND
        """,
        said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node", "python", "go", "java"})
  void everyLanguageIsToldWhereAndLeavesNoPlaceOpen(String format) throws Exception {
    for (String output : List.of("--tls", "--output=table")) {
      String text = alone.run("env", "--format=" + format, output).stdout();

      assertTrue(text.contains("local-project"), text);
      assertFalse(text.contains("@{"), text);
      assertFalse(text.contains("null"), text);
    }
  }

  private static String[] with(List<String> words, String last) {
    List<String> all = new ArrayList<>(words);
    all.add(last);
    return all.toArray(String[]::new);
  }

  private static JsonNode json(String... args) throws IOException {
    return new ObjectMapper().readTree(alone.run(args).stdout());
  }

  private static Path compiled(String clients) throws IOException {
    Path sources = Files.createTempDirectory(dir, "sources");
    Path classes = Files.createDirectories(sources.resolve("classes"));
    Files.writeString(sources.resolve("LocalCloudClients.java"), clients);
    try (var probe = ClientSetupTest.class.getResourceAsStream("Probe.java.txt")) {
      Files.write(sources.resolve("Probe.java"), probe.readAllBytes());
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Werror",
                "-Xlint:all,-classfile,-path,-processing",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                classPath(),
                sources.resolve("LocalCloudClients.java").toString(),
                sources.resolve("Probe.java").toString());
    assertEquals(0, failed);
    return classes;
  }

  /** Of a process that has these variables, or those of the test where there are none. */
  private static String output(List<String> command, JsonNode variables) throws Exception {
    Path errors = Files.createTempFile(dir, "stderr", "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    if (variables != null) {
      builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
      variables
          .properties()
          .forEach(entry -> builder.environment().put(entry.getKey(), entry.getValue().asText()));
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), () -> text + read(errors));
    return text;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
