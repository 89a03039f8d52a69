package io.bridge.sql;

import java.util.List;
import java.util.stream.Collectors;

/** A type of GoogleSQL. {@code toString} writes it as SQL does. */
public sealed interface SqlType {

  /** The type that a text names; {@link Other} where Bridge does not know it. */
  static SqlType of(String text) {
    return TypeText.read(text);
  }

  /** A type without parts. */
  enum Scalar implements SqlType {
    INT64,
    FLOAT64,
    NUMERIC,
    BIGNUMERIC,
    BOOL,
    STRING,
    BYTES,
    DATE,
    DATETIME,
    TIME,
    TIMESTAMP,
    INTERVAL,
    JSON,
    GEOGRAPHY
  }

  /** An array; its element is never an array. */
  record Array(SqlType element) implements SqlType {
    @Override
    public String toString() {
      return "ARRAY<" + element + ">";
    }
  }

  /** A struct; members may be unnamed and names may repeat. */
  record Struct(List<Column> members) implements SqlType {
    public Struct {
      members = List.copyOf(members);
    }

    @Override
    public String toString() {
      return members.stream()
          .map(m -> (m.name() + " " + m.type()).strip())
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }
  }

  /** A type that Bridge does not know; it can be named and nothing else. */
  record Other(String name) implements SqlType {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A named and typed place: a table's column, a struct's member, an output column, a parameter.
   *
   * @param name empty when it has none
   */
  record Column(String name, SqlType type) {}
}
