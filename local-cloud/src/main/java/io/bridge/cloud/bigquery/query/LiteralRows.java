package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A relation whose rows stand in the SQL itself. */
final class LiteralRows {
  private final List<Field> fields = new ArrayList<>();
  private final List<String> rows = new ArrayList<>();

  /** Rows that begin with the name of a table. */
  static LiteralRows ofTables() {
    return new LiteralRows()
        .column("table_catalog", "STRING")
        .column("table_schema", "STRING")
        .column("table_name", "STRING");
  }

  LiteralRows column(String name, String type) {
    fields.add(Field.of(name, type));
    return this;
  }

  LiteralRows column(Field field) {
    fields.add(field);
    return this;
  }

  /** A value of a STRUCT or an array, as JSON. */
  record JsonText(String json) {}

  /** A TIMESTAMP value. */
  static Instant millis(long sinceEpoch) {
    return Instant.ofEpochMilli(sinceEpoch);
  }

  /** Adds a row of strings, numbers, instants and nulls. */
  LiteralRows row(Object... values) {
    rows.add(
        Arrays.stream(values)
            .map(LiteralRows::literal)
            .collect(Collectors.joining(", ", "(", ")")));
    return this;
  }

  List<Field> fields() {
    return List.copyOf(fields);
  }

  /** A parenthesised SELECT with the columns' names and types. */
  String sql() {
    var columns =
        IntStream.range(0, fields.size())
            .mapToObj(i -> column(i, fields.get(i)))
            .collect(Collectors.joining(", "));
    boolean none = rows.isEmpty();
    var nulls = "(" + "NULL, ".repeat(fields.size() - 1) + "NULL)";
    var values = none ? nulls : String.join(", ", rows);
    var names =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "v" + i)
            .collect(Collectors.joining(", ", "(", ")"));
    return "(SELECT %s FROM (VALUES %s) AS v%s%s)"
        .formatted(columns, values, names, none ? " WHERE false" : "");
  }

  private static String column(int index, Field field) {
    return "CAST(v%d AS %s) AS %s"
        .formatted(index, DuckType.of(field), DuckType.quote(field.name()));
  }

  private static String literal(Object value) {
    return switch (value) {
      case null -> "NULL";
      case JsonText(var json) -> "CAST(" + Sql.text(json) + " AS JSON)";
      case Boolean flag -> flag.toString();
      case Long number -> number.toString();
      case Instant at -> "TIMESTAMPTZ " + Sql.text(at.toString());
      default -> Sql.text(value.toString());
    };
  }
}
