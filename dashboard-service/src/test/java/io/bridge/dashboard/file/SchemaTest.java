package io.bridge.dashboard.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema that editors use says the same as the reader. */
class SchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNode JSON = read();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(JSON);

  @Test
  void takesTheExample() {
    assertEquals(Set.of(), problems(Yaml.example()));
    assertEquals(Set.of(), problems(Yaml.LEAST));
  }

  @Test
  void takesWhatTheReaderTakes() {
    for (long seed = 0; seed < 200; seed++) {
      String written = DashboardWriter.write(RandomFile.of(seed));
      assertEquals(Set.of(), problems(written), "seed " + seed + "\n" + written);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "titel: x",
        "params: {p: {type: datetime}}",
        "params: {p: {type: text, options: [a]}}",
        "params: {1p: {type: text}}",
        "cache: {ttl: 15}",
        "limits: {bytes: many}",
        "limits: {rows: 0}",
        "freshness: soon"
      })
  void refusesWhatTheReaderRefuses(String line) {
    String yaml = Yaml.LEAST + line + "\n";
    assertFalse(problems(yaml).isEmpty());
    assertFalse(Yaml.violations(yaml).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Chart.class)
  void knowsTheKeysOfEachChart(Chart chart) {
    JsonNode tile = JSON.at("/$defs/" + chart.key());
    List<String> required = new ArrayList<>(List.of("chart"));
    required.addAll(chart.required());
    assertEquals(new HashSet<>(chart.allowed()), names(tile.get("properties")));
    assertEquals(required, MAPPER.convertValue(tile.get("required"), List.class));
  }

  @Test
  void knowsTheSameWords() {
    assertEquals(Chart.keys(), words("/$defs/tile/properties/chart/enum"));
    assertEquals(Formats.NAMES, words("/$defs/format/enum"));
    List<String> types = new ArrayList<>();
    JSON.at("/$defs/param/oneOf").forEach(p -> types.add(p.at("/properties/type/const").asText()));
    assertEquals(ParamType.keys(), types);
  }

  private static List<?> words(String pointer) {
    return MAPPER.convertValue(JSON.at(pointer), List.class);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<ValidationMessage> problems(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Object loaded = new Load(settings).loadFromString(yaml);
    return SCHEMA.validate(MAPPER.valueToTree(loaded));
  }

  private static JsonNode read() {
    Path file = Path.of("api", "dashboard", "bridge-dashboard.schema.json");
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve(file))) {
        return parse(dir.resolve(file));
      }
    }
    throw new IllegalStateException("No " + file + " above the working folder");
  }

  private static JsonNode parse(Path file) {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
