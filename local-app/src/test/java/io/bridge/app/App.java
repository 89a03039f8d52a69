package io.bridge.app;

import io.bridge.app.http.Time;
import io.bridge.app.played.SteppingTime;
import io.bridge.app.run.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The app run inside the test, with surroundings of the test's own. */
final class App {
  private final Map<String, String> env = new HashMap<>();
  private final Path folder;
  private final SteppingTime time = new SteppingTime();
  private Consumer<URI> browser = _ -> {};
  private String stdin = "";
  private String typed;
  private boolean terminal;

  /** What one run left behind. */
  record Outcome(int exitCode, String out, String err) {}

  App(Path folder) {
    this.folder = folder;
    env.put("HOME", folder.toString());
    env.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    env.put("TMPDIR", folder.toString());
  }

  App at(URI gateway) {
    return with("BRIDGE_GATEWAY", gateway.toString());
  }

  App with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  App stdin(String text) {
    stdin = text;
    return this;
  }

  App typing(String password) {
    typed = password;
    return this;
  }

  App browser(Consumer<URI> opened) {
    browser = opened;
    return this;
  }

  App atATerminal() {
    terminal = true;
    return this;
  }

  SteppingTime time() {
    return time;
  }

  Path sessionFile() {
    return folder.resolve("config/bridge/session.json");
  }

  Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings.Streams streams =
        new Surroundings.Streams(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            terminal);
    Surroundings surroundings =
        new Surroundings(Map.copyOf(env), folder, streams, new TestPerson(), (Time) time);
    int exitCode = CommandTree.run(surroundings, args);
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private final class TestPerson implements Surroundings.Person {
    @Override
    public Optional<char[]> password(String prompt) {
      return Optional.ofNullable(typed).map(String::toCharArray);
    }

    @Override
    public void open(URI page) {
      browser.accept(page);
    }
  }
}
