package io.bridge.cloud.bigquery.parquet;

import io.bridge.cloud.bigquery.parquet.ThriftStruct.Field;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Changes what the footer of a Parquet file says of the bytes before it. */
public final class ParquetFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = 8;
  private static final long MAX_BYTES = 64L << 20;

  // Numbers of fields in Parquet's FileMetaData, SchemaElement, LogicalType and RowGroup.
  private static final int SCHEMA = 2;
  private static final int ROW_GROUPS = 4;
  private static final int CHILDREN = 5;
  private static final int CONVERTED_TYPE = 6;
  private static final int SCALE = 7;
  private static final int PRECISION = 8;
  private static final int LOGICAL_TYPE = 10;
  private static final int DECIMAL_TYPE = 5;
  private static final int COLUMNS = 1;
  private static final int COLUMN = 3;
  private static final int STATISTICS = 12;

  private static final int DECIMAL = 5;
  private static final int DUCKDB_DIGITS = 38;
  private static final Decimal BIGNUMERIC = new Decimal(76, 38);

  private ParquetFooter() {}

  /** What becomes of the footer. */
  @FunctionalInterface
  private interface Change {
    ThriftStruct of(ThriftStruct meta) throws IOException;
  }

  /** What becomes of one struct in a list. */
  @FunctionalInterface
  private interface ItemChange {
    ThriftStruct of(ThriftStruct item, int index) throws IOException;
  }

  private record Decimal(int precision, int scale) {

    ThriftStruct of(ThriftStruct element) {
      var type = new ThriftStruct(List.of(Field.number(1, scale), Field.number(2, precision)));
      var logical = new ThriftStruct(List.of(Field.struct(DECIMAL_TYPE, type)));
      return element
          .with(Field.number(CONVERTED_TYPE, DECIMAL))
          .with(Field.number(SCALE, scale))
          .with(Field.number(PRECISION, precision))
          .with(Field.struct(LOGICAL_TYPE, logical));
    }
  }

  /**
   * Copies a file so that its decimals of more than 38 digits are bytes without a meaning.
   *
   * @throws IOException also for a footer that cannot be read
   */
  public static void copyWithPlainBytes(Path file, Path copy) throws IOException {
    Files.copy(file, copy);
    rewrite(
        copy,
        meta ->
            each(
                meta,
                SCHEMA,
                (element, _) ->
                    isWide(element) ? element.without(ParquetFooter::saysDecimal) : element));
  }

  /**
   * Says of columns of bytes that they are BIGNUMERIC.
   *
   * @param elements for each element of the schema but the first, which is the row: whether it is
   */
  public static void sayBigNumeric(Path file, List<Boolean> elements) throws IOException {
    rewrite(
        file,
        meta -> {
          var leaves = leaves(meta.find(SCHEMA).structs(), elements);
          var said =
              each(
                  meta,
                  SCHEMA,
                  (element, i) -> i > 0 && elements.get(i - 1) ? BIGNUMERIC.of(element) : element);
          return each(
              said,
              ROW_GROUPS,
              (group, _) ->
                  each(
                      group,
                      COLUMNS,
                      (chunk, i) -> leaves.get(i) ? withoutStatistics(chunk) : chunk));
        });
  }

  private static List<Boolean> leaves(List<ThriftStruct> schema, List<Boolean> elements)
      throws IOException {
    if (schema.size() != elements.size() + 1) {
      throw new IOException("the schema has " + schema.size() + " elements");
    }
    var leaves = new ArrayList<Boolean>();
    for (int i = 0; i < elements.size(); i++) {
      if (schema.get(i + 1).find(CHILDREN) == null) {
        leaves.add(elements.get(i));
      }
    }
    return leaves;
  }

  /** Least and greatest are those of bytes and not of numbers. */
  private static ThriftStruct withoutStatistics(ThriftStruct chunk) throws IOException {
    var column = chunk.find(COLUMN).struct();
    return chunk.with(Field.struct(COLUMN, column.without(id -> id == STATISTICS)));
  }

  private static ThriftStruct each(ThriftStruct parent, int list, ItemChange change)
      throws IOException {
    var found = parent.find(list);
    if (found == null) {
      throw new IOException("the footer has no list " + list);
    }
    var items = found.structs();
    var changed = new ArrayList<ThriftStruct>();
    for (int i = 0; i < items.size(); i++) {
      changed.add(change.of(items.get(i), i));
    }
    return parent.with(Field.list(list, changed));
  }

  private static boolean saysDecimal(int field) {
    return field == CONVERTED_TYPE || field == SCALE || field == PRECISION || field == LOGICAL_TYPE;
  }

  private static boolean isWide(ThriftStruct element) throws IOException {
    var converted = element.find(CONVERTED_TYPE);
    var logical = element.find(LOGICAL_TYPE);
    boolean decimal =
        (converted != null && converted.number() == DECIMAL)
            || (logical != null && logical.struct().find(DECIMAL_TYPE) != null);
    var precision = element.find(PRECISION);
    return decimal && precision != null && precision.number() > DUCKDB_DIGITS;
  }

  private static void rewrite(Path file, Change change) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = channel.size() - TAIL_BYTES;
      var tail = read(channel, end, TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long length = Integer.toUnsignedLong(tail.getInt());
      if (length > Math.min(end, MAX_BYTES)) {
        throw new IOException("the footer is too large");
      }
      long start = end - length;
      var meta = ThriftStruct.read(read(channel, start, (int) length).array());
      var changed = change.of(meta).write();
      var written = ByteBuffer.allocate(changed.length + TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      written.put(changed).putInt(changed.length).put(MAGIC).flip();
      channel.truncate(start);
      channel.position(start);
      while (written.hasRemaining()) {
        channel.write(written);
      }
    }
  }

  private static ByteBuffer read(FileChannel channel, long start, int length) throws IOException {
    if (start < 0) {
      throw new EOFException();
    }
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }
}
