package io.bridge.dashboard.file;

import java.util.List;

/** Names by which a file says how a number is shown. */
final class Formats {
  static final List<String> NAMES =
      List.of("num0", "num2", "pct1", "usd0", "usd2", "bytes", "duration");

  private Formats() {}
}
