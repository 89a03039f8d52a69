package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** BigQuery's fields as types of the analyzer and back. */
final class Fields {
  private Fields() {}

  static SqlType type(Field field) {
    SqlType element =
        switch (field.type()) {
          case "STRUCT", "RECORD" ->
              new Struct(field.fields().stream().map(f -> new Column(f.name(), type(f))).toList());
          case "INTEGER" -> Scalar.INT64;
          case "FLOAT" -> Scalar.FLOAT64;
          case "BOOLEAN" -> Scalar.BOOL;
          default -> scalar(field.type());
        };
    return field.isRepeated() ? new Array(element) : element;
  }

  private static Scalar scalar(String name) {
    try {
      return Scalar.valueOf(name);
    } catch (IllegalArgumentException _) {
      throw new SqlException("Invalid field type: " + name, 0, 0, "invalid");
    }
  }

  static Field field(String name, SqlType type) {
    return switch (type) {
      case Scalar scalar -> Field.of(name, scalar.name());
      case Struct struct -> Field.struct(name, members(struct));
      case Array(var element) -> field(name, element).repeated();
      case Other(var other) -> throw SqlException.unsupported("Type " + other);
    };
  }

  /**
   * The members with a name each, as BigQuery names unnamed ones in results. The generator uses
   * these names inside DuckDB too, whose structs know no repeated names.
   */
  static List<Field> members(Struct struct) {
    Set<String> taken = new HashSet<>();
    List<Field> fields = new ArrayList<>();
    for (Column member : struct.members()) {
      String name = member.name().isEmpty() ? "_field_" + (fields.size() + 1) : member.name();
      if (!taken.add(name.toLowerCase(Locale.ROOT))) {
        throw SqlException.unsupported("A STRUCT with the field name " + name + " twice");
      }
      fields.add(field(name, member.type()));
    }
    return fields;
  }

  /** The DuckDB type of a value of this type. */
  static String duck(SqlType type) {
    return DuckType.of(field("value", type));
  }
}
