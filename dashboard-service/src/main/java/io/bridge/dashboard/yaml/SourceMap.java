package io.bridge.dashboard.yaml;

import io.bridge.dashboard.yaml.YamlNode.Text;

/**
 * Says where in the file each character of a scalar stands. A scalar differs from its source in
 * indentation, folded lines and escapes: both are walked side by side.
 */
public final class SourceMap {
  /** More indentation than anybody has; bounds the walk where an escape hides a character. */
  private static final int WINDOW = 256;

  private final Source source;
  private final int[] offsets;

  private SourceMap(Source source, int[] offsets) {
    this.source = source;
    this.offsets = offsets;
  }

  public static SourceMap of(Source source, Text text) {
    String value = text.value();
    int[] offsets = new int[value.length() + 1];
    int from = text.start();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int found = Character.isLowSurrogate(c) ? from - 1 : find(source, c, from, text);
      offsets[i] = Math.max(found, text.start());
      from = offsets[i] + 1;
    }
    offsets[value.length()] = Math.min(from, source.length());
    return new SourceMap(source, offsets);
  }

  /**
   * @param index in the scalar's value, by {@code char}
   */
  public Position position(int index) {
    return source.position(offsets[Math.clamp(index, 0, offsets.length - 1)]);
  }

  /** The next place that can have made this character: past signs, indentation and escapes. */
  private static int find(Source source, char c, int from, Text text) {
    int code = Character.isHighSurrogate(c) ? -1 : c;
    boolean blockSign = from == text.start() && isBlock(source, text);
    int start = blockSign ? endOfLine(source, from) + 1 : from;
    boolean space = c == ' ' || c == '\n';
    int end = Math.min(Math.min(text.end(), source.length()), start + WINDOW);
    for (int i = start; i < end; i++) {
      int there = source.codePoint(i);
      if (there == code || code == -1 && there > 0xffff || space && isLineEnd(there)) {
        return i;
      }
      if (isEscape(source, i, c)) {
        return i + 1;
      }
    }
    return start;
  }

  private static boolean isEscape(Source source, int i, char c) {
    if (source.codePoint(i) != '\\' || i + 1 >= source.length()) {
      return false;
    }
    int escaped = source.codePoint(i + 1);
    return escaped == 'n' && c == '\n' || escaped == 't' && c == '\t';
  }

  private static boolean isBlock(Source source, Text text) {
    int sign = text.start() < source.length() ? source.codePoint(text.start()) : 0;
    return !text.plain() && (sign == '|' || sign == '>');
  }

  private static int endOfLine(Source source, int from) {
    int i = from;
    while (i < source.length() && source.codePoint(i) != '\n') {
      i++;
    }
    return i;
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }
}
