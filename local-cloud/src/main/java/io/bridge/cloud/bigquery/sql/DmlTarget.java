package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDMLDefault;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDMLValue;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table that a statement writes to, and how its columns are called meanwhile. */
final class DmlTarget {
  private final WarehouseTable table;
  private final ResolvedTableScan scan;
  private final Expressions expressions;
  private final Map<String, String> defaults;

  /**
   * @param defaults expressions by name of their column
   */
  DmlTarget(
      WarehouseTable table,
      ResolvedTableScan scan,
      Expressions expressions,
      Map<String, String> defaults) {
    this.table = table;
    this.scan = scan;
    this.expressions = expressions;
    this.defaults = defaults;
  }

  WarehouseTable table() {
    return table;
  }

  List<Field> fields() {
    return table.fields();
  }

  /**
   * The rows as a relation: {@code rid}, each column as it is stored as {@code o0}, {@code o1}, …
   * and, as expressions name it, as {@code v<id>}.
   */
  String relation() {
    List<String> columns = new ArrayList<>(List.of("rowid AS rid"));
    for (int i = 0; i < fields().size(); i++) {
      columns.add(DuckType.quote(fields().get(i).name()) + " AS o" + i);
    }
    for (int i = 0; i < scan.getColumnList().size(); i++) {
      Field field = fields().get(Math.toIntExact(scan.getColumnIndexList().get(i)));
      columns.add(Scans.column(field) + " AS " + Expressions.name(scan.getColumnList().get(i)));
    }
    return "(SELECT " + String.join(", ", columns) + " FROM " + table.duckDbRelation() + ") t_";
  }

  /** Which of the table's columns that is. */
  int index(ResolvedColumn column) {
    for (int i = 0; i < scan.getColumnList().size(); i++) {
      if (scan.getColumnList().get(i).getId() == column.getId()) {
        return Math.toIntExact(scan.getColumnIndexList().get(i));
      }
    }
    throw new IllegalStateException("A column that the target does not have");
  }

  /** A value for a column, not yet as it is stored. */
  String value(int index, ResolvedDMLValue value) {
    return value.getValue() instanceof ResolvedDMLDefault
        ? absent(index)
        : expressions.write(value.getValue());
  }

  /** What a column has when no value is given. */
  String absent(int index) {
    Field field = fields().get(index);
    String type = Fields.duck(Fields.type(field));
    return Sql.cast(defaults.getOrDefault(field.name(), "NULL"), type);
  }

  /**
   * A SELECT of new rows as they are stored.
   *
   * @param given values by index of their column
   * @param from where their columns come from
   */
  String rows(Map<Integer, String> given, String from) {
    StoredRows stored = new StoredRows(expressions.bindings());
    return IntStream.range(0, fields().size())
        .mapToObj(
            i -> {
              Field field = fields().get(i);
              String value = given.containsKey(i) ? given.get(i) : absent(i);
              return stored.value(field, value) + " AS " + DuckType.quote(field.name());
            })
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
  }
}
