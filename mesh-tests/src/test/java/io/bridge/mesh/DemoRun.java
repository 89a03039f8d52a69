package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/** {@code ./bridge demo} on the tests' mesh. */
final class DemoRun {
  private static JsonNode last;

  private DemoRun() {}

  /** As {@link #of} answered last; run only where it was not yet. */
  static JsonNode done(RunningMesh.Handle mesh) throws Exception {
    return last == null ? of(mesh) : last;
  }

  /** Runs it; the last line of its output. */
  static JsonNode of(RunningMesh.Handle mesh) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                mesh.config().root().resolve("bridge").toString(), "--output", "json", "demo")
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("BRIDGE_BUILD", "skip");
    builder.environment().put("BRIDGE_STATE", mesh.config().state().toString());
    mesh.config()
        .ports()
        .byName()
        .forEach(
            (name, port) ->
                builder
                    .environment()
                    .put(
                        "BRIDGE_PORT_" + name.toUpperCase(Locale.ROOT).replaceAll("[-.]", "_"),
                        port.toString()));
    Process process = builder.start();
    String stdout = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor());
    assertTrue(stdout.endsWith("}\n"), "the last line is JSON");
    last =
        new ObjectMapper().readTree(stdout.substring(stdout.stripTrailing().lastIndexOf('\n') + 1));
    return last;
  }
}
