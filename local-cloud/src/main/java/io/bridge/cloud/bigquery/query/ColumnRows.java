package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Table;
import java.util.List;

/** INFORMATION_SCHEMA of columns: COLUMNS and COLUMN_FIELD_PATHS. */
record ColumnRows(String project, List<Table> tables) {

  LiteralRows all() {
    var rows =
        LiteralRows.ofTables()
            .column("column_name", "STRING")
            .column("ordinal_position", "INT64")
            .column("is_nullable", "STRING")
            .column("data_type", "STRING")
            .column("is_generated", "STRING")
            .column("generation_expression", "STRING")
            .column("is_stored", "STRING")
            .column("is_hidden", "STRING")
            .column("is_updatable", "STRING")
            .column("is_system_defined", "STRING")
            .column("is_partitioning_column", "STRING")
            .column("clustering_ordinal_position", "INT64")
            .column("collation_name", "STRING")
            .column("column_default", "STRING")
            .column("rounding_mode", "STRING");
    for (var table : tables) {
      long position = 0;
      for (var field : table.fields()) {
        position++;
        column(rows, table, field, position);
      }
    }
    return rows;
  }

  private void column(LiteralRows rows, Table table, Field field, long position) {
    rows.row(
        project,
        table.dataset(),
        table.id(),
        field.name(),
        position,
        field.mode().equals("NULLABLE") ? "YES" : "NO",
        TypeText.of(field),
        "NEVER",
        null,
        null,
        "NO",
        null,
        "NO",
        isPartitioning(table, field) ? "YES" : "NO",
        clustering(table, field),
        "NULL",
        table.definition().defaults().getOrDefault(field.name(), "NULL"),
        null);
  }

  private static boolean isPartitioning(Table table, Field field) {
    var partitioning = table.definition().partitioning();
    return partitioning != null && partitioning.field().equalsIgnoreCase(field.name());
  }

  private static Long clustering(Table table, Field field) {
    var columns = table.definition().clustering();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(field.name())) {
        return i + 1L;
      }
    }
    return null;
  }

  LiteralRows fieldPaths() {
    var rows =
        LiteralRows.ofTables()
            .column("column_name", "STRING")
            .column("field_path", "STRING")
            .column("data_type", "STRING")
            .column("description", "STRING")
            .column("collation_name", "STRING")
            .column("rounding_mode", "STRING");
    for (var table : tables) {
      for (var field : table.fields()) {
        paths(rows, table, field.name(), "", field);
      }
    }
    return rows;
  }

  private void paths(LiteralRows rows, Table table, String column, String parent, Field field) {
    var path = parent.isEmpty() ? field.name() : parent + "." + field.name();
    rows.row(
        project,
        table.dataset(),
        table.id(),
        column,
        path,
        TypeText.of(field),
        field.description(),
        "NULL",
        null);
    for (var member : field.fields()) {
      paths(rows, table, column, path, member);
    }
  }
}
