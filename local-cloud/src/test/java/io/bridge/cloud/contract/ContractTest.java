package io.bridge.cloud.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.http.BaseHttpServiceException;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of local-cloud, whose cases are data: by Google's clients for Java here, and by
 * those for Node in {@code src/test/node}.
 */
class ContractTest {
  static final Path CASES = Path.of("src/test/resources/io/bridge/cloud/contract");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANYTHING = "*";

  @TempDir static Path dir;

  private static TestCloud cloud;
  private static ContractCallers callers;

  @BeforeAll
  static void start() throws Exception {
    cloud =
        TestCloud.startWithAccounts(
            dir, URI.create("http://localhost:9"), CASES.resolve("topology.yaml"));
    callers = new ContractCallers(cloud);
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    cloud.close();
  }

  /** Every file of the folder; an API may have several, by theme. */
  @TestFactory
  Stream<DynamicContainer> holds() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .filter(it -> it.toString().endsWith(".json"))
          .sorted()
          .map(ContractTest::contract)
          .toList()
          .stream();
    }
  }

  private static DynamicContainer contract(Path file) {
    try {
      JsonNode contract = JSON.readTree(Files.readAllBytes(file));
      String api = contract.path("api").asText();
      Stream.Builder<DynamicTest> tests = Stream.builder();
      for (JsonNode each : contract.path("cases")) {
        tests.add(DynamicTest.dynamicTest(each.path("name").asText(), () -> run(api, each)));
      }
      String name = file.getFileName().toString();
      return DynamicContainer.dynamicContainer(name.replace(".json", ""), tests.build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(String api, JsonNode each) throws Exception {
    Map<String, String> known = new HashMap<>(Map.of("project", TestCloud.PROJECT, "run", "java"));
    for (JsonNode step : each.path("steps")) {
      String called = step.path("api").asText(api);
      step(callers.of(step.path("as").asText(), called), resolved(step, known), known);
    }
  }

  private static void step(ContractClient client, JsonNode step, Map<String, String> known)
      throws Exception {
    String call = step.path("call").asText();
    JsonNode answer;
    try {
      answer = JSON.valueToTree(client.call(call, step.path("with")));
    } catch (Exception e) {
      if (!step.has("fails")) {
        throw e;
      }
      requireFailure(step, e);
      return;
    }
    if (step.has("fails")) {
      fail(step + " should fail but answered " + answer);
    }
    requireIn(step.path("expect"), answer, step + " answered " + answer);
    step.path("save")
        .properties()
        .forEach(it -> known.put(it.getKey(), answer.path(it.getValue().asText()).asText()));
  }

  /** A failure has a code; it may be asked for its reason (of REST) and a part of its message. */
  private static void requireFailure(JsonNode step, Exception failure) {
    String what = step + " failed with " + failure;
    assertEquals(step.path("fails").asText(), code(failure), what);
    if (step.has("reason")) {
      assertEquals(step.path("reason").asText(), reason(failure), what);
    }
    assertTrue(failure.toString().contains(step.path("says").asText()), what);
  }

  private static String reason(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof BaseHttpServiceException e) {
        return e.getReason();
      }
    }
    return null;
  }

  /** Of REST the status, of gRPC the code's name. */
  private static String code(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      switch (it) {
        case BaseHttpServiceException e -> {
          return String.valueOf(e.getCode());
        }
        case ContractRefusal e -> {
          return e.code();
        }
        case ApiException e -> {
          return e.getStatusCode().getCode().name();
        }
        default -> {
          // Perhaps its cause says.
        }
      }
    }
    return failure.toString();
  }

  /** Objects may have more than is expected; lists are whole. */
  private static void requireIn(JsonNode expected, JsonNode actual, String what) {
    if (expected.isObject()) {
      expected.properties().forEach(it -> requireIn(it.getValue(), actual.path(it.getKey()), what));
    } else if (expected.isTextual() && expected.asText().equals(ANYTHING)) {
      assertTrue(!actual.asText().isEmpty(), what);
    } else if (!expected.isMissingNode()) {
      assertEquals(expected, actual, what);
    }
  }

  private static JsonNode resolved(JsonNode node, Map<String, String> known) throws IOException {
    String text = JSON.writeValueAsString(node);
    for (Map.Entry<String, String> each : known.entrySet()) {
      String value = JSON.writeValueAsString(TextNode.valueOf(each.getValue()));
      text = text.replace("${" + each.getKey() + "}", value.substring(1, value.length() - 1));
    }
    return JSON.readTree(text);
  }
}
