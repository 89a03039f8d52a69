package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.warehouse.Table;
import java.util.List;

/** INFORMATION_SCHEMA.TABLE_CONSTRAINTS and KEY_COLUMN_USAGE. */
final class KeyRows {
  private final String project;
  private final List<Table> tables;

  KeyRows(String project, List<Table> tables) {
    this.project = project;
    this.tables = tables;
  }

  LiteralRows constraints() {
    var rows =
        named()
            .column("constraint_type", "STRING")
            .column("is_deferrable", "STRING")
            .column("initially_deferred", "STRING")
            .column("enforced", "STRING");
    for (var table : tables) {
      var keys = table.definition().constraints();
      if (!keys.primaryKey().isEmpty()) {
        constraint(rows, table, primary(table), "PRIMARY KEY");
      }
      for (int i = 0; i < keys.foreignKeys().size(); i++) {
        constraint(rows, table, foreign(table, i), "FOREIGN KEY");
      }
    }
    return rows;
  }

  LiteralRows columns() {
    var rows =
        named()
            .column("column_name", "STRING")
            .column("ordinal_position", "INT64")
            .column("position_in_unique_constraint", "INT64");
    for (var table : tables) {
      var keys = table.definition().constraints();
      column(rows, table, primary(table), keys.primaryKey());
      for (int i = 0; i < keys.foreignKeys().size(); i++) {
        var columns = keys.foreignKeys().get(i).columns();
        column(rows, table, foreign(table, i), columns.stream().map(c -> c.referencing()).toList());
      }
    }
    return rows;
  }

  private void constraint(LiteralRows rows, Table table, String name, String type) {
    rows.row(
        project,
        table.dataset(),
        name,
        project,
        table.dataset(),
        table.id(),
        type,
        "NO",
        "NO",
        "NO");
  }

  private void column(LiteralRows rows, Table table, String name, List<String> columns) {
    for (int i = 0; i < columns.size(); i++) {
      boolean foreign = !name.endsWith(".pk$");
      rows.row(
          project,
          table.dataset(),
          name,
          project,
          table.dataset(),
          table.id(),
          columns.get(i),
          Long.valueOf(i + 1),
          foreign ? Long.valueOf(i + 1) : null);
    }
  }

  private static String primary(Table table) {
    return table.id() + ".pk$";
  }

  private static String foreign(Table table, int index) {
    var name = table.definition().constraints().foreignKeys().get(index).name();
    return table.id() + "." + (name == null ? "fk$" + (index + 1) : name);
  }

  private static LiteralRows named() {
    return new LiteralRows()
        .column("constraint_catalog", "STRING")
        .column("constraint_schema", "STRING")
        .column("constraint_name", "STRING")
        .column("table_catalog", "STRING")
        .column("table_schema", "STRING")
        .column("table_name", "STRING");
  }
}
