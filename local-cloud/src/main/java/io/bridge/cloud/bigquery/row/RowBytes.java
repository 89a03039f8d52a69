package io.bridge.cloud.bigquery.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON in UTF-8 that grows as it is written. */
final class RowBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 20;

  private final byte[] scratch = new byte[LONGEST_NUMBER];
  private byte[] bytes = new byte[1 << 16];
  private int size;

  int size() {
    return size;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Text of ASCII, as it is. */
  @SuppressWarnings("deprecation")
  RowBytes raw(String ascii) {
    int length = ascii.length();
    reserve(length);
    // The low byte of each character is all there is of ASCII; no other way copies in one step.
    ascii.getBytes(0, length, bytes, size);
    size += length;
    return this;
  }

  /** A string of ASCII that needs no escapes, in quotes. */
  RowBytes plain(String ascii) {
    return raw('"').raw(ascii).raw('"');
  }

  RowBytes raw(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** A string, in quotes. */
  void string(String text) {
    int length = text.length();
    // At most six bytes for a character.
    reserve(2 + 6 * length);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
        bytes[size++] = (byte) c;
      } else {
        i += special(text, i, c);
      }
    }
    bytes[size++] = '"';
  }

  /** A number in quotes. */
  void number(long value) {
    reserve(2 + LONGEST_NUMBER);
    bytes[size++] = '"';
    digits(value);
    bytes[size++] = '"';
  }

  /** A number of at least that many digits, with zeros in front. */
  RowBytes padded(int value, int digits) {
    reserve(digits);
    int left = value;
    for (int i = digits - 1; i >= 0; i--) {
      int rest = tenth(left);
      bytes[size + i] = (byte) ('0' + (left - rest * 10));
      left = rest;
    }
    size += digits;
    return this;
  }

  private void digits(long value) {
    if (value == Long.MIN_VALUE) {
      raw(Long.toString(value));
      return;
    }
    long left = value;
    if (left < 0) {
      bytes[size++] = '-';
      left = -left;
    }
    int end = LONGEST_NUMBER;
    while (left > Integer.MAX_VALUE) {
      long rest = left / 10;
      scratch[--end] = (byte) ('0' + (left - rest * 10));
      left = rest;
    }
    int small = (int) left;
    do {
      int rest = tenth(small);
      scratch[--end] = (byte) ('0' + (small - rest * 10));
      small = rest;
    } while (small > 0);
    System.arraycopy(scratch, end, bytes, size, LONGEST_NUMBER - end);
    size += LONGEST_NUMBER - end;
  }

  /** Division by ten as a multiplication, exact for every int that is not negative. */
  private static int tenth(int value) {
    return (int) (value * 0xcccccccdL >>> 35);
  }

  /** Writes a character that is not itself in JSON; how many more than one it took. */
  private int special(String text, int at, char c) {
    switch (c) {
      case '"', '\\' -> two(c);
      case '\n' -> two('n');
      case '\r' -> two('r');
      case '\t' -> two('t');
      default -> {
        if (c < 0x20) {
          control(c);
        } else {
          return unicode(text, at, c);
        }
      }
    }
    return 0;
  }

  private void two(char c) {
    bytes[size++] = '\\';
    bytes[size++] = (byte) c;
  }

  private void control(char c) {
    two('u');
    bytes[size++] = '0';
    bytes[size++] = '0';
    bytes[size++] = HEX[c >> 4];
    bytes[size++] = HEX[c & 15];
  }

  private int unicode(String text, int at, char c) {
    int point = Character.isSurrogate(c) ? text.codePointAt(at) : c;
    if (point < 0x800) {
      bytes[size++] = (byte) (0xc0 | point >> 6);
    } else if (point < 0x10000) {
      // Half of a pair without the other has no form in UTF-8.
      int whole = Character.isSurrogate(c) ? 0xfffd : point;
      bytes[size++] = (byte) (0xe0 | whole >> 12);
      bytes[size++] = (byte) (0x80 | whole >> 6 & 63);
      point = whole;
    } else {
      bytes[size++] = (byte) (0xf0 | point >> 18);
      bytes[size++] = (byte) (0x80 | point >> 12 & 63);
      bytes[size++] = (byte) (0x80 | point >> 6 & 63);
    }
    bytes[size++] = (byte) (0x80 | point & 63);
    return point >= 0x10000 ? 1 : 0;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
