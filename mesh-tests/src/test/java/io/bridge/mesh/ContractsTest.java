package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is committed under api/ is what the services serve. */
class ContractsTest {
  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "connection", "catalog", "dashboard", "agent", "sync"})
  void holdTheOpenApiThatTheBuildWrote(String service) throws IOException {
    Path written = ROOT.resolve(service + "-service/target/openapi/openapi.yaml");

    assertEquals(
        Files.readString(written),
        Files.readString(ROOT.resolve("api/openapi/" + service + ".v1.yaml")),
        "run ./bridge contracts and look at the difference");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "connection", "catalog", "dashboard", "agent", "sync"})
  void describeEveryOperationAndItsErrors(String service) throws IOException {
    JsonNode document =
        new YAMLMapper().readTree(ROOT.resolve("api/openapi/" + service + ".v1.yaml").toFile());

    List<String> silent = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          if (!isDescribed(operation.getValue())) {
                            silent.add(operation.getKey() + " " + path.getKey());
                          }
                        }));

    assertFalse(document.path("paths").isEmpty());
    assertEquals(List.of(), silent);
  }

  private static boolean isDescribed(JsonNode operation) {
    return operation.has("operationId")
        && operation.path("summary").asText().contains(" ")
        && operation.path("responses").has("default");
  }

  /**
   * Each service of the topology has its place in the build, and none calls one that is not there.
   */
  @Test
  void nameTheServicesOfTheTopology() throws IOException {
    JsonNode topology = new YAMLMapper().readTree(ROOT.resolve("deploy/topology.yaml").toFile());

    for (String service : fieldNames(topology.path("services"))) {
      assertEquals(true, Files.isDirectory(ROOT.resolve(service)), service);
    }
    for (JsonNode subscription : topology.path("subscriptions")) {
      assertEquals(true, topology.path("topics").has(subscription.path("topic").asText()));
      if (subscription.has("push")) {
        assertEquals(
            true,
            topology.path("services").has(subscription.path("push").path("service").asText()));
      }
    }
  }

  private static List<String> fieldNames(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
