package io.bridge.app.push;

import io.bridge.app.terminal.Printable;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar over the bytes of all tables, for a person at a terminal. */
final class BarProgress implements Progress {
  private static final long KILOBYTE = 1000;

  private final ProgressBar bar;
  private final int tables;
  private final AtomicInteger ended = new AtomicInteger();

  /**
   * @param columns width of the terminal
   */
  BarProgress(PrintStream err, int columns, Size size) {
    this.tables = size.tables();
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("Sending")
            .setInitialMax(size.bytes())
            .setUnit(" kB", KILOBYTE)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .setConsumer(new ConsoleProgressBarConsumer(err, columns))
            .build();
    bar.setExtraMessage(message(0));
  }

  /** Of all tables together. */
  record Size(int tables, long bytes) {}

  private String message(int loaded) {
    return " " + loaded + "/" + tables + " tables";
  }

  @Override
  public void moved(long bytes) {
    bar.stepBy(bytes);
  }

  @Override
  public void ended(TableResult result) {
    bar.setExtraMessage(Printable.text(message(ended.incrementAndGet()) + ", " + result.table()));
  }

  @Override
  public void close() {
    bar.close();
  }
}
