package io.bridge.cloud.bigquery.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A struct of Thrift's compact protocol, whose fields stay as they were written. */
record ThriftStruct(List<Field> fields) {
  static final byte INT32 = 5;
  static final byte STRUCT = 12;
  private static final byte LIST = 9;

  /**
   * @param type of the protocol
   * @param value as it was written, without what says its field; a boolean has none
   */
  record Field(int id, byte type, byte[] value) {

    static Field number(int id, int value) {
      var out = new ByteArrayOutputStream();
      Compact.writeSigned(out, value);
      return new Field(id, INT32, out.toByteArray());
    }

    static Field struct(int id, ThriftStruct value) {
      return new Field(id, STRUCT, value.write());
    }

    static Field list(int id, List<ThriftStruct> items) {
      var out = new ByteArrayOutputStream();
      boolean isLong = items.size() >= Compact.LONG_LIST;
      out.write((isLong ? Compact.LONG_LIST : items.size()) << 4 | STRUCT);
      if (isLong) {
        Compact.writeNumber(out, items.size());
      }
      items.forEach(item -> out.writeBytes(item.write()));
      return new Field(id, LIST, out.toByteArray());
    }

    int number() throws IOException {
      if (type != INT32) {
        throw new IOException("field " + id + " is no number");
      }
      return Compact.unzigzag(Compact.readNumber(ByteBuffer.wrap(value)));
    }

    ThriftStruct struct() throws IOException {
      return ThriftStruct.read(value);
    }

    /** The items of a list of structs. */
    List<ThriftStruct> structs() throws IOException {
      if (type != LIST || value.length == 0 || (value[0] & 0xf) != STRUCT) {
        throw new IOException("no list of structs");
      }
      var in = ByteBuffer.wrap(value);
      try {
        int count = Compact.size(in, (in.get() & 0xff) >>> 4);
        var items = new ArrayList<ThriftStruct>();
        for (int i = 0; i < count; i++) {
          items.add(ThriftStruct.read(in));
        }
        return items;
      } catch (BufferUnderflowException e) {
        throw new IOException("a list is torn", e);
      }
    }
  }

  /**
   * Reads a struct.
   *
   * @throws IOException when it is none
   */
  static ThriftStruct read(byte[] bytes) throws IOException {
    try {
      return read(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException e) {
      throw new IOException("a struct is torn", e);
    }
  }

  private static ThriftStruct read(ByteBuffer in) throws IOException {
    var fields = new ArrayList<Field>();
    int id = 0;
    for (int head = in.get() & 0xff; head != 0; head = in.get() & 0xff) {
      int delta = head >>> 4;
      id = delta == 0 ? Compact.unzigzag(Compact.readNumber(in)) : id + delta;
      byte type = (byte) (head & 0xf);
      int start = in.position();
      Compact.skip(in, type, 0);
      var value = new byte[in.position() - start];
      in.get(start, value);
      fields.add(new Field(id, type, value));
    }
    return new ThriftStruct(fields);
  }

  /** Null when there is none. */
  Field find(int id) {
    return fields.stream().filter(field -> field.id() == id).findFirst().orElse(null);
  }

  ThriftStruct without(IntPredicate ids) {
    return new ThriftStruct(fields.stream().filter(field -> !ids.test(field.id())).toList());
  }

  /** With a field in the place of the one of its number. */
  ThriftStruct with(Field field) {
    var all = new ArrayList<>(without(id -> id == field.id()).fields());
    int before = (int) all.stream().filter(one -> one.id() < field.id()).count();
    all.add(before, field);
    return new ThriftStruct(all);
  }

  byte[] write() {
    var out = new ByteArrayOutputStream();
    int last = 0;
    for (var field : fields) {
      int delta = field.id() - last;
      boolean isShort = delta > 0 && delta < 16;
      out.write((isShort ? delta << 4 : 0) | field.type());
      if (!isShort) {
        Compact.writeSigned(out, field.id());
      }
      out.writeBytes(field.value());
      last = field.id();
    }
    out.write(0);
    return out.toByteArray();
  }
}
