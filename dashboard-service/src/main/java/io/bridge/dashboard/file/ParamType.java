package io.bridge.dashboard.file;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Kinds of parameters. */
public enum ParamType {
  DATERANGE,
  DATE,
  SELECT,
  NUMBER,
  TEXT;

  /** As the file has it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ParamType of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(ParamType::key).toList();
  }
}
