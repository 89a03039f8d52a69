package io.bridge.cloud;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;

/** One line for each log record, also for one with a stack. */
final class OneLineLog extends Formatter {
  private static final int FRAMES = 12;

  private OneLineLog() {}

  /** Sends everything that this process logs to the stream, Vert.x and Netty included. */
  static void install(PrintStream out) {
    System.setProperty(
        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
    // jose4j brings SLF4J without a provider; its warning about that would be the first line.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    LogManager.getLogManager().reset();
    var root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new Flushing(out));
  }

  @Override
  public String format(LogRecord entry) {
    return "%s %-7s [%s] %s%s%n"
        .formatted(
            entry.getInstant(),
            entry.getLevel().getName(),
            shortName(entry.getLoggerName()),
            formatMessage(entry).replaceAll("\\R", " | "),
            stack(entry.getThrown()));
  }

  private static String stack(Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    var frames =
        Arrays.stream(thrown.getStackTrace())
            .limit(FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    var cause = thrown.getCause() == thrown ? null : thrown.getCause();
    return " | " + thrown.toString().replaceAll("\\R", " ") + " at " + frames + stack(cause);
  }

  private static String shortName(String logger) {
    return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static final class Flushing extends StreamHandler {
    Flushing(PrintStream out) {
      super(out, new OneLineLog());
    }

    @Override
    public synchronized void publish(LogRecord entry) {
      super.publish(entry);
      flush();
    }
  }
}
