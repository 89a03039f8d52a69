package io.bridge.cloud.bigquery.extract;

import io.bridge.cloud.bigquery.parquet.ParquetFooter;
import io.bridge.cloud.bigquery.parquet.WideDecimals;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns as BigQuery writes them to Parquet by the table "Parquet export details" of its
 * documentation: a TIMESTAMP is not adjusted to UTC and a TIME is. A BIGNUMERIC without parameters
 * is a decimal of 76 digits, in bytes whose length is not fixed.
 */
record ParquetColumns(Table table) {

  /** For the SELECT of a COPY. */
  String select() {
    return IntStream.range(0, table.fields().size())
        .mapToObj(i -> value(table.fields().get(i), table.column(i), 0) + " AS " + name(i))
        .collect(Collectors.joining(", "));
  }

  /** Says in the file what its bytes mean. */
  void finish(Path file) throws IOException {
    var elements = new ArrayList<Boolean>();
    table.fields().forEach(field -> elements(field, elements));
    if (elements.contains(true)) {
      ParquetFooter.sayBigNumeric(file, elements);
    }
  }

  private String name(int column) {
    return name(table.fields().get(column));
  }

  private static String name(Field field) {
    return DuckType.quote(field.name());
  }

  private static String value(Field field, String value, int depth) {
    if (field.isRepeated()) {
      var element = "e" + depth;
      var inner = value(field.element(), element, depth + 1);
      return inner.equals(element)
          ? value
          : "list_transform(%s, lambda %s: %s)".formatted(value, element, inner);
    }
    return switch (field.type()) {
      case "TIMESTAMP" -> "(" + value + " AT TIME ZONE 'UTC')";
      case "TIME" -> "CAST(" + value + " AS TIME WITH TIME ZONE)";
      case "BIGNUMERIC" -> isWide(field) ? WideDecimals.bytes(value) : value;
      case "STRUCT" -> struct(field, value, depth);
      default -> value;
    };
  }

  private static String struct(Field field, String value, int depth) {
    var members =
        field.fields().stream()
            .map(m -> name(m) + " := " + value(m, "(" + value + ")." + name(m), depth))
            .collect(Collectors.joining(", "));
    return "CASE WHEN %s IS NULL THEN NULL ELSE struct_pack(%s) END".formatted(value, members);
  }

  /** For each element of the file's schema, in its order: whether it is a BIGNUMERIC. */
  private static void elements(Field field, List<Boolean> elements) {
    if (field.isRepeated()) {
      elements.add(false);
      elements.add(false);
      elements(field.element(), elements);
    } else {
      elements.add(isWide(field));
      field.fields().forEach(member -> elements(member, elements));
    }
  }

  private static boolean isWide(Field field) {
    return field.type().equals("BIGNUMERIC") && field.precision() == null;
  }
}
