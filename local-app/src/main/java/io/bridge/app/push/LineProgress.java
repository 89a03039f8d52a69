package io.bridge.app.push;

import io.bridge.app.terminal.Terminal;
import java.util.Locale;

/** One line for each table that came to its end, for logs. */
final class LineProgress implements Progress {
  private final Terminal terminal;

  LineProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void moved(long bytes) {
    // Too much for a log.
  }

  @Override
  public void ended(TableResult result) {
    terminal.note(
        String.format(
            Locale.ROOT,
            "%s: %s, %d rows, %d bytes, %.1f s",
            result.table(),
            result.state() == null ? "NOT SENT" : result.state(),
            result.rows(),
            result.bytes(),
            result.seconds()));
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
