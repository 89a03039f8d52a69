package io.bridge.mesh;

import io.bridge.app.Main;
import io.bridge.app.http.Time;
import io.bridge.app.run.Surroundings;
import io.bridge.cloud.mesh.LocalApp;
import io.bridge.cloud.mesh.MeshConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The local app without a JVM for each command: most of what many short runs would wait for. */
final class AppInProcess extends LocalApp {
  AppInProcess(MeshConfig config, String session) {
    super(config, session);
  }

  @Override
  public Answer run(String input, Map<String, String> environment, String... args) {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(mesh());
    env.putAll(environment);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings.Streams streams =
        new Surroundings.Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code =
        Main.run(
            new Surroundings(
                env, Path.of("").toAbsolutePath(), streams, new Nobody(), Time.system()),
            args);
    String said = err.toString(StandardCharsets.UTF_8);
    said.lines().forEach(line -> System.err.println("    " + line));
    return new Answer(code, out.toString(StandardCharsets.UTF_8), said);
  }

  private static final class Nobody implements Surroundings.Person {
    @Override
    public Optional<char[]> password(String prompt) {
      return Optional.empty();
    }

    @Override
    public void open(URI page) {
      // Nobody would see it.
    }
  }
}
