package io.bridge.cloud.bigquery.corpus;

import io.bridge.cloud.bigquery.reference.BigNumericBytes;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.sql.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Types as the engine's fields, and fields as text. */
final class Fields {
  private Fields() {}

  static Field of(String name, SqlType type) {
    return switch (type) {
      case SqlType.Array array -> of(name, array.element()).repeated();
      case SqlType.Struct struct ->
          Field.struct(name, struct.members().stream().map(m -> of(m.name(), m.type())).toList());
      default -> Field.of(name, type.toString());
    };
  }

  /** Members without a name are called as in BigQuery's answers. */
  static SqlType type(Field field) {
    if (field.isRepeated()) {
      return new SqlType.Array(type(field.element()));
    }
    return field.type().equals("STRUCT") ? struct(field.fields()) : SqlType.of(field.type());
  }

  static SqlType.Struct struct(List<Field> fields) {
    List<SqlType.Column> members = new ArrayList<>();
    for (Field field : fields) {
      String name = field.name().isEmpty() ? "_field_" + (members.size() + 1) : field.name();
      members.add(new SqlType.Column(name, type(field)));
    }
    return new SqlType.Struct(members);
  }

  /** A value that {@link Cells} read, in DuckDB's SQL. */
  static String literal(Field field, Object raw) {
    if (field.isRepeated()) {
      List<?> elements = raw == null ? List.of() : (List<?>) raw;
      return elements.stream()
          .map(e -> literal(field.element(), e))
          .collect(Collectors.joining(", ", "CAST([", "] AS " + DuckType.of(field) + ")"));
    }
    if (raw == null) {
      return "NULL";
    }
    return switch (field.type()) {
      case "STRUCT" -> struct(field, (List<?>) raw);
      case "BYTES" -> "from_hex('" + raw + "')";
      case "BIGNUMERIC" ->
          "from_hex('" + BigNumericBytes.hex(new BigDecimal(raw.toString())) + "')";
      default ->
          "CAST('%s' AS %s)".formatted(raw.toString().replace("'", "''"), DuckType.of(field));
    };
  }

  private static String struct(Field field, List<?> raw) {
    List<String> members = new ArrayList<>();
    for (Field member : field.fields()) {
      members.add("'" + member.name() + "': " + literal(member, raw.get(members.size())));
    }
    return "{" + String.join(", ", members) + "}";
  }
}
