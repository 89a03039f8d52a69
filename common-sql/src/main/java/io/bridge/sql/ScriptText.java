package io.bridge.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A script's text, and where in it something is. */
final class ScriptText {
  /** Blanks before all parts of a script together: each is as far down as its part. */
  private static final long MOST_BLANKS = 64L * 1024 * 1024;

  private final byte[] bytes;
  private final int[] lines;
  private long blanks;

  ScriptText(byte[] bytes) {
    this.bytes = bytes;
    this.lines = lines(bytes);
  }

  private static int[] lines(byte[] bytes) {
    var starts = new int[16];
    int count = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        starts = count == starts.length ? Arrays.copyOf(starts, count * 2) : starts;
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  String part(int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** What has to stand before a part for it to keep its line and column. */
  String before(int start) {
    int found = Arrays.binarySearch(lines, start);
    int line = found < 0 ? -found - 2 : found;
    String text = "\n".repeat(line) + part(lines[line], start).replaceAll("[^\t]", " ");
    blanks += text.length();
    if (blanks > MOST_BLANKS) {
      throw new SqlProblem(
          SqlProblem.Kind.TOO_LARGE, "Too many statements in so long a script", 0, 0);
    }
    return text;
  }
}
