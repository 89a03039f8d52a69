package io.bridge.app.terminal;

import java.util.Locale;

/** Form of the data on stdout. */
public enum OutputFormat {
  TABLE,
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
