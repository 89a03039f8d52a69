package io.bridge.app.run;

import io.bridge.app.http.Time;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run takes from the process it is in.
 *
 * @param folder that relative file names are resolved against; absolute
 */
public record Surroundings(
    Map<String, String> env, Path folder, Streams streams, Person person, Time time) {

  /**
   * @param outIsTerminal a person reads stdout
   * @param errIsTerminal a person reads stderr
   */
  public record Streams(
      InputStream in,
      PrintStream out,
      PrintStream err,
      boolean outIsTerminal,
      boolean errIsTerminal) {}

  /** Who sits before the screen, if anybody does. */
  public interface Person {
    /** What is typed, unseen; empty where there is nobody. */
    Optional<char[]> password(String prompt);

    /** Tries to open the page in a browser; the person may do it as well. */
    void open(URI page);
  }

  /** A variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
  }

  public Path resolve(Path path) {
    return folder.resolve(path).normalize();
  }
}
