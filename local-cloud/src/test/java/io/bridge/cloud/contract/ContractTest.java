package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of local-cloud, whose cases are data: by Google's clients for Java here, and by
 * those for Node in {@code src/test/node}. What a case may say is in the README beside them.
 */
class ContractTest {
  static final Path CASES = Path.of("src/test/resources/io/bridge/cloud/contract");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path dir;

  private static Receiver receiver;
  private static TestCloud cloud;
  private static ContractCallers callers;

  @BeforeAll
  static void start() throws Exception {
    receiver = Receiver.start();
    cloud = TestCloud.startWithAccounts(dir, receiver.url(), CASES.resolve("topology.yaml"));
    callers = new ContractCallers(cloud, receiver);
  }

  @AfterAll
  static void stop() throws Exception {
    callers.close();
    cloud.close();
    receiver.close();
  }

  /** Every file of the folder; those whose cases wait are first, all of them side by side. */
  @TestFactory
  Stream<DynamicContainer> holds() throws IOException {
    List<DynamicContainer> waiting = new ArrayList<>();
    List<DynamicContainer> others = new ArrayList<>();
    for (Path file : files()) {
      JsonNode contract = JSON.readTree(Files.readAllBytes(file));
      boolean waits = contract.path("waits").asBoolean();
      String name = file.getFileName().toString().replace(".json", "");
      (waits ? waiting : others)
          .add(DynamicContainer.dynamicContainer(name, tests(contract, waits)));
    }
    return Stream.concat(waiting.stream(), others.stream());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(it -> it.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static List<DynamicTest> tests(JsonNode contract, boolean waits) {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : contract.path("cases")) {
      ContractCase one = new ContractCase(callers, receiver.url(), contract.path("api"), each);
      tests.add(
          DynamicTest.dynamicTest(each.path("name").asText(), waits ? one.begun() : one::run));
    }
    return tests;
  }
}
