package io.bridge.model.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fact has one golden file under {@code api/events} and one message in the AsyncAPI document.
 */
class GoldenEventsTest {
  private static final Path API = Path.of("../api");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static Stream<Class<?>> facts() {
    return Arrays.stream(Fact.class.getPermittedSubclasses())
        .flatMap(topic -> Arrays.stream(topic.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("facts")
  void isWrittenAndReadAsItsGoldenFileSays(Class<?> fact) throws IOException {
    Path file = API.resolve("events/" + name(fact) + ".json");
    assertTrue(Files.exists(file), "There is no golden file " + file);
    JsonNode golden = JSON.readTree(file.toFile());

    Object read = JSON.treeToValue(golden, fact);

    assertEquals(golden, JSON.readTree(JSON.writeValueAsString(read)));
    assertEquals(
        fact.getRecordComponents().length, golden.size(), "the golden file shows every component");
  }

  @ParameterizedTest
  @MethodSource("facts")
  void toleratesAFieldOfALaterVersion(Class<?> fact) throws IOException {
    JsonNode golden = JSON.readTree(API.resolve("events/" + name(fact) + ".json").toFile());
    JsonNode later = ((ObjectNode) golden.deepCopy()).put("added", 1);

    Object read = JSON.treeToValue(later, fact);

    assertEquals(golden, JSON.readTree(JSON.writeValueAsString(read)));
  }

  @Test
  void hasAMessageForEachFactAndNoOther() throws IOException {
    Set<String> facts = new TreeSet<>(facts().map(GoldenEventsTest::name).toList());

    JsonNode messages =
        new YAMLMapper()
            .readTree(API.resolve("asyncapi/bridge.v1.yaml").toFile())
            .at("/components/messages");

    Set<String> documented = new TreeSet<>();
    messages
        .properties()
        .forEach(message -> documented.add(message.getValue().path("name").asText()));
    assertEquals(facts, documented);
  }

  @Test
  void hasNoGoldenFileWithoutAFact() throws IOException {
    Set<String> facts = new TreeSet<>(facts().map(fact -> name(fact) + ".json").toList());

    try (Stream<Path> files = Files.list(API.resolve("events"))) {
      assertEquals(facts, new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
    }
  }

  /** {@code bridge.sync.table-loaded.v1}, the CloudEvents type. */
  private static String name(Class<?> fact) {
    String topic = fact.getEnclosingClass().getSimpleName().replace("Event", "");
    String kebab = fact.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
    return ("bridge." + topic + "." + kebab + ".v1").toLowerCase(Locale.ROOT);
  }
}
