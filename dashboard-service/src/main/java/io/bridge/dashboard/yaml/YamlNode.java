package io.bridge.dashboard.yaml;

import java.util.List;

/** A value of a YAML file. */
public sealed interface YamlNode {
  /** Where it begins. */
  Position at();

  /** How much it is with aliases written out: one for each value, and more for a long text. */
  int size();

  /**
   * A scalar, as text: whether it is a number or a truth value is up to who asks.
   *
   * @param plain written without quotes
   * @param start index of its first code point in the source, quotes and block signs included
   * @param end index behind its last code point
   */
  record Text(String value, boolean plain, Position at, int start, int end) implements YamlNode {
    private static final int CHARS_OF_ONE = 32;

    @Override
    public int size() {
      return 1 + value.length() / CHARS_OF_ONE;
    }

    /** True where there is nothing, which YAML writes in three ways. */
    public boolean isMissing() {
      return plain && (value.isEmpty() || value.equals("~") || value.equals("null"));
    }
  }

  record Sequence(List<YamlNode> items, Position at, int size) implements YamlNode {}

  record Mapping(List<Entry> entries, Position at, int size) implements YamlNode {}

  /** A key, unique in its mapping, and its value. */
  record Entry(Text key, YamlNode value) {}
}
