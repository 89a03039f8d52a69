package io.bridge.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged while it is open, down to DEBUG, with stack traces. */
public final class LogCapture extends Handler implements AutoCloseable {
  private static final List<String> TALKATIVE =
      List.of("io.bridge", "io.quarkus", "io.smallrye", "org.jose4j", "io.vertx", "org.hibernate");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger root = LogManager.getLogManager().getLogger("");

  private final List<Handler> others = List.of(root.getHandlers());

  private LogCapture() {}

  public static LogCapture open() {
    LogCapture capture = new LogCapture();
    capture.setLevel(Level.ALL);
    // What is captured is not shown: it is long, and a failure shows it anyway.
    capture.others.forEach(capture.root::removeHandler);
    capture.root.addHandler(capture);
    TALKATIVE.forEach(name -> Logger.getLogger(name).setLevel(Level.ALL));
    return capture;
  }

  @Override
  public void publish(LogRecord line) {
    String text = formatter.format(line);
    lines.add(text);
    awaited.forEach((part, found) -> completeIf(text.contains(part), found, text));
  }

  private static void completeIf(boolean found, CompletableFuture<String> future, String text) {
    if (found) {
      future.complete(text);
    }
  }

  /** The first line from now on that contains the text. */
  public CompletableFuture<String> line(String part) {
    return awaited.computeIfAbsent(part, _ -> new CompletableFuture<>());
  }

  /** One text for each event. */
  public List<String> lines() {
    return lines;
  }

  public String text() {
    return String.join("\n", lines);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    others.forEach(root::addHandler);
    TALKATIVE.forEach(name -> Logger.getLogger(name).setLevel(null));
  }
}
