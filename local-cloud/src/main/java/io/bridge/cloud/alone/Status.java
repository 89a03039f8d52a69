package io.bridge.cloud.alone;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.process.LocalProcess;
import io.bridge.cloud.process.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an installation is.
 *
 * @param state {@code ready}, {@code starting} or {@code down}
 * @param settings null where it was never started
 * @param pid 0 where it is down
 * @param seconds how long it has run
 */
record Status(Path dir, String state, Settings settings, long pid, double seconds) {

  static Status of(Installation installation) {
    Optional<Settings> settings = installation.settings();
    Path dir = installation.dir();
    if (settings.isEmpty()) {
      return new Status(dir, "down", null, 0, 0);
    }
    LocalProcess process = installation.process(settings.get());
    return process
        .handle()
        .map(
            handle ->
                new Status(
                    dir,
                    process.isReady() ? "ready" : "starting",
                    settings.get(),
                    handle.pid(),
                    handle.info().startInstant().map(Status::since).orElse(0.0)))
        .orElseGet(() -> new Status(dir, "down", settings.get(), 0, 0));
  }

  boolean isReady() {
    return state.equals("ready");
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(first());
    lines.add(line("state in", dir.toString()));
    if (settings == null) {
      return lines;
    }
    lines.add(line("project", settings.project()));
    if (pid == 0) {
      return lines;
    }
    lines.add(line("REST", settings.https() + "  (TLS, credentials are checked)"));
    lines.add(line("gRPC", settings.grpc() + "  (TLS, credentials are checked)"));
    lines.add(line("sign-in pages", "http://localhost:" + settings.signInPort()));
    lines.add(
        line("metadata", "127.0.0.1:" + settings.metadataPort() + "  as " + settings.account()));
    if (settings.isOpen()) {
      lines.add(line("open REST", settings.openHttp()));
      lines.add(line("open gRPC", settings.openGrpc()));
      lines.add(
          "OPEN: whoever runs a program on this machine is the project's owner, without"
              + " credentials.");
    }
    if (settings.faults()) {
      lines.add("FAULTS: calls go wrong as " + settings.https() + "/fault says.");
    }
    return lines;
  }

  private String first() {
    return pid == 0
        ? line(Installation.NAME, state)
        : String.format(
            Locale.ROOT,
            "%-14s %-9s pid %-8d %7.1f s  %4d MB",
            Installation.NAME,
            state,
            pid,
            seconds,
            Memory.resident(pid) >> 20);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", Installation.NAME).put("state", state).put("dir", dir.toString());
    json.put("pid", pid).put("seconds", seconds).put("residentBytes", Memory.resident(pid));
    if (settings != null) {
      json.put("project", settings.project()).put("account", settings.account());
      json.put("https", settings.https()).put("grpc", settings.grpc());
      json.put("signIn", "http://localhost:" + settings.signInPort());
      json.put("metadata", "127.0.0.1:" + settings.metadataPort());
      json.put("openHttp", settings.isOpen() ? settings.openHttp() : null);
      json.put("openGrpc", settings.isOpen() ? settings.openGrpc() : null);
      json.put("faults", settings.faults());
    }
    return json;
  }

  private static String line(String name, String value) {
    return String.format(Locale.ROOT, "%-14s %s", name, value);
  }

  private static double since(Instant begun) {
    return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
  }
}
