package io.bridge.gateway;

import java.util.List;
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
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger root = LogManager.getLogManager().getLogger("");

  private LogCapture() {}

  public static LogCapture open() {
    LogCapture capture = new LogCapture();
    capture.setLevel(Level.ALL);
    capture.root.addHandler(capture);
    TALKATIVE.forEach(name -> Logger.getLogger(name).setLevel(Level.ALL));
    return capture;
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(formatter.format(line));
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
    TALKATIVE.forEach(name -> Logger.getLogger(name).setLevel(null));
  }
}
