package io.bridge.cloud.bigquery.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Values of Thrift's compact protocol. Torn ones end in a {@link BufferUnderflowException}, unknown
 * ones in an {@link IOException}.
 */
final class Compact {
  static final int LONG_LIST = 15;
  private static final int MAX_DEPTH = 64;

  private Compact() {}

  /** Passes over a value. */
  static void skip(ByteBuffer in, byte type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("structs nested too deep");
    }
    switch (type) {
      // Within a struct the type is a boolean's value.
      case 1, 2 -> {}
      case 3 -> skip(in, 1);
      case 4, 5, 6 -> readNumber(in);
      case 7 -> skip(in, 8);
      case 8 -> skip(in, readNumber(in));
      case 9, 10 -> skipList(in, depth);
      case 11 -> skipMap(in, depth);
      case 12 -> {
        for (int head = in.get() & 0xff; head != 0; head = in.get() & 0xff) {
          if (head >>> 4 == 0) {
            readNumber(in);
          }
          skip(in, (byte) (head & 0xf), depth + 1);
        }
      }
      default -> throw new IOException("unknown type " + type);
    }
  }

  private static void skipList(ByteBuffer in, int depth) throws IOException {
    int head = in.get() & 0xff;
    int count = size(in, head >>> 4);
    for (int i = 0; i < count; i++) {
      skipItem(in, (byte) (head & 0xf), depth);
    }
  }

  private static void skipMap(ByteBuffer in, int depth) throws IOException {
    long count = readNumber(in);
    if (count == 0) {
      return;
    }
    int types = in.get() & 0xff;
    for (long i = 0; i < count; i++) {
      skipItem(in, (byte) (types >>> 4), depth);
      skipItem(in, (byte) (types & 0xf), depth);
    }
  }

  /** Outside of a struct a boolean is a byte. */
  private static void skipItem(ByteBuffer in, byte type, int depth) throws IOException {
    if (type == 1 || type == 2) {
      skip(in, 1);
    } else {
      skip(in, type, depth + 1);
    }
  }

  /** The count of a list whose first byte holds it or tells that it follows. */
  static int size(ByteBuffer in, int head) {
    // Every item is a byte at least.
    long size = head == LONG_LIST ? readNumber(in) : head;
    if (size > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return (int) size;
  }

  private static void skip(ByteBuffer in, long bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    in.position(in.position() + (int) bytes);
  }

  static long readNumber(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }

  static int unzigzag(long value) {
    return (int) (value >>> 1 ^ -(value & 1));
  }

  static void writeNumber(ByteArrayOutputStream out, int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  static void writeSigned(ByteArrayOutputStream out, int value) {
    writeNumber(out, value << 1 ^ value >> 31);
  }
}
