package io.bridge.dashboard.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** YAML as it grows, line by line. */
final class YamlText {
  private final StringBuilder text = new StringBuilder();

  /** Nothing where the value is null. */
  void entry(int indent, String key, String value) {
    if (value != null) {
      line(indent, key + ": " + value);
    }
  }

  void open(int indent, String key) {
    line(indent, key + ":");
  }

  void item(int indent, String value) {
    line(indent, "- " + value);
  }

  /** Several lines as they are, where YAML lets them be; else in quotes. */
  void block(int indent, String key, String value) {
    if (!fitsBlock(value)) {
      entry(indent, key, quoted(value));
      return;
    }
    line(indent, key + ": |");
    value.lines().forEach(line -> line(line.isEmpty() ? 0 : indent + 2, line));
  }

  private static boolean fitsBlock(String value) {
    boolean oneEnd = value.endsWith("\n") && !value.endsWith("\n\n");
    boolean begins = !value.isEmpty() && !Character.isWhitespace(value.charAt(0));
    return oneEnd && begins && value.indexOf('\r') < 0;
  }

  private void line(int indent, String line) {
    text.repeat(' ', indent).append(line).append('\n');
  }

  static String map(Map<String, String> keys) {
    return keys.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String list(List<String> items) {
    return items.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  /** In double quotes, the only form that can hold every text. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.valueOf(c);
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
