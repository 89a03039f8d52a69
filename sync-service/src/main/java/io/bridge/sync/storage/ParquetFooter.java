package io.bridge.sync.storage;

import static io.bridge.model.error.ErrorCode.FILE_UNREADABLE;

import io.bridge.model.error.BridgeException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The number of rows that a Parquet file says it has: field 3 of its FileMetaData, which is written
 * in Thrift's compact protocol. Everything before it is skipped, nothing is believed: the bytes
 * come from outside.
 */
final class ParquetFooter {
  /** Bytes at the end of a file: the metadata's length, little endian, and the magic number. */
  static final int TAIL = 8;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROWS = 3;
  private static final int MAX_DEPTH = 16;

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int STRUCT = 12;

  private final ByteBuffer bytes;

  private ParquetFooter(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Length of the metadata, which lies before the last {@link #TAIL} bytes. Fails with {@code
   * FILE_UNREADABLE}.
   */
  static int length(byte[] tail, long fileSize) {
    ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    int length = end.getInt();
    for (byte expected : MAGIC) {
      if (end.get() != expected) {
        throw unreadable("it does not end as a Parquet file does");
      }
    }
    if (length <= 0 || length > fileSize - TAIL - MAGIC.length) {
      throw unreadable("its metadata is not inside of the file");
    }
    return length;
  }

  /** Rows by the metadata, or a beginning of it. Fails with {@code FILE_UNREADABLE}. */
  static long rows(byte[] metadata) {
    try {
      return new ParquetFooter(ByteBuffer.wrap(metadata)).rows();
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      throw unreadable("its metadata cannot be understood");
    }
  }

  private long rows() {
    int field = 0;
    while (true) {
      int header = unsignedByte();
      int type = header & 0x0f;
      if (type == 0) {
        throw unreadable("its metadata does not tell the number of rows");
      }
      field = field(field, header);
      if (field == ROWS && type == I64) {
        return zigzag();
      }
      skip(type, 0);
    }
  }

  /** A small step to the next field is part of the header, a large one a number of its own. */
  private int field(int last, int header) {
    int delta = header >> 4;
    return delta == 0 ? (int) zigzag() : last + delta;
  }

  private void skip(int type, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested too deep");
    }
    switch (type) {
      case TRUE, FALSE -> {}
      case BYTE -> bytes.get();
      case I16, I32, I64 -> varint();
      case DOUBLE -> bytes.getDouble();
      case BINARY -> skipBytes(varint());
      case LIST, SET -> skipList(depth);
      case STRUCT -> skipStruct(depth);
      default -> throw new IllegalArgumentException("no type that Parquet's metadata uses");
    }
  }

  private void skipList(int depth) {
    int header = unsignedByte();
    int type = header & 0x0f;
    long size = header >> 4 == 15 ? varint() : header >> 4;
    // Booleans take a byte each inside of a list.
    int element = type == TRUE || type == FALSE ? BYTE : type;
    if (size < 0 || size > bytes.remaining()) {
      throw new IllegalArgumentException("a list longer than what follows");
    }
    for (long i = 0; i < size; i++) {
      skip(element, depth + 1);
    }
  }

  private void skipStruct(int depth) {
    for (int header = unsignedByte(); (header & 0x0f) != 0; header = unsignedByte()) {
      field(0, header);
      skip(header & 0x0f, depth + 1);
    }
  }

  private void skipBytes(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("a text longer than what follows");
    }
    bytes.position(bytes.position() + (int) length);
  }

  private int unsignedByte() {
    return bytes.get() & 0xff;
  }

  private long zigzag() {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number longer than 64 bits");
  }

  private static BridgeException unreadable(String why) {
    return FILE_UNREADABLE.with("The file is not Parquet: " + why);
  }
}
