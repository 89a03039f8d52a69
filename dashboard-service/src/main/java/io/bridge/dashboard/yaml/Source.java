package io.bridge.dashboard.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text of a file by code points and lines. */
public final class Source {
  /** Bytes of the largest file. */
  public static final int MAX_BYTES = 256 * 1024;

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final String text;
  private final int[] codePoints;
  private final int[] lineStarts;

  private Source(String text) {
    this.text = text;
    this.codePoints = text.codePoints().toArray();
    this.lineStarts = lineStarts(codePoints);
  }

  /** A text that came from ourselves. */
  public static Source of(String text) {
    return new Source(text);
  }

  /** Fails with {@code DASHBOARD_INVALID} where the bytes are too many or no printable UTF-8. */
  public static Source of(byte[] bytes, Findings findings) {
    if (bytes.length > MAX_BYTES) {
      throw findings.fatal(Position.START, "the file has more than " + MAX_BYTES + " bytes");
    }
    CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    Source source = new Source(chars.flip().toString());
    if (result.isError()) {
      throw findings.fatal(source.position(source.length()), "the file is not UTF-8 here");
    }
    source.requirePrintable(findings);
    return source;
  }

  public String text() {
    return text;
  }

  int length() {
    return codePoints.length;
  }

  int codePoint(int index) {
    return codePoints[index];
  }

  /** Place of a code point, or of the end. */
  public Position position(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Position(line + 1, index - lineStarts[line] + 1);
  }

  private void requirePrintable(Findings findings) {
    for (int i = 0; i < codePoints.length; i++) {
      if (codePoints[i] == BYTE_ORDER_MARK) {
        throw findings.fatal(position(i), "a byte order mark; save the file without one");
      }
      if (!isPrintable(codePoints[i])) {
        String code = "U+%04X".formatted(codePoints[i]);
        throw findings.fatal(position(i), "a character that no text has: " + code);
      }
    }
  }

  static boolean isPrintable(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c < 0x7f
        || c >= 0xa0 && (c & 0xfffe) != 0xfffe && !isSurrogate(c) && !isLineOrDirection(c);
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** Line ends that an editor does not show as such, and marks that make text read otherwise. */
  private static boolean isLineOrDirection(int c) {
    return c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
  }

  private static int[] lineStarts(int[] text) {
    int[] starts = new int[text.length + 1];
    int count = 1;
    for (int i = 0; i < text.length; i++) {
      boolean crlf = text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n';
      if (text[i] == '\n' || text[i] == '\r' && !crlf) {
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }
}
