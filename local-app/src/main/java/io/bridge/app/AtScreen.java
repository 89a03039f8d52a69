package io.bridge.app;

import io.bridge.app.run.Surroundings;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The person at this machine's own terminal and display. */
final class AtScreen implements Surroundings.Person {
  private final Map<String, String> env;

  AtScreen(Map<String, String> env) {
    this.env = env;
  }

  @Override
  public Optional<char[]> password(String prompt) {
    Console console = System.console();
    return console == null || !console.isTerminal()
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("%s", prompt));
  }

  @Override
  public void open(URI page) {
    if (Stream.of("DISPLAY", "WAYLAND_DISPLAY").noneMatch(this::isSet)) {
      return;
    }
    try {
      new ProcessBuilder("xdg-open", page.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException _) {
      // No such program: the address is printed, the person opens it.
    }
  }

  private boolean isSet(String name) {
    return !env.getOrDefault(name, "").isEmpty();
  }
}
