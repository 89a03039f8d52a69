package io.bridge.cloud.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A running mesh that can be asked for a dashboard in its cache. */
public interface Served {
  /**
   * What is measured.
   *
   * @param pid of the server
   * @param target with a person's internal token, good for some minutes
   * @param bareCommand a JVM with the server's own options and the reference's class path
   * @param barePort where the reference shall listen
   * @param redis address with the password
   */
  record Dashboard(
      long pid, Hammer.Target target, List<String> bareCommand, int barePort, String redis) {}

  /**
   * Makes the dashboard and has it cached; may take a minute.
   *
   * @param scratch an empty folder
   */
  Dashboard prepare(Path scratch, Consumer<String> progress);
}
