package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.warehouse.Table;
import java.util.List;

/**
 * INFORMATION_SCHEMA of tables: TABLES, TABLE_OPTIONS, VIEWS, TABLE_STORAGE; {@code __TABLES__}.
 */
record TableRows(String project, List<Table> tables) {

  LiteralRows all() {
    var rows =
        LiteralRows.ofTables()
            .column("table_type", "STRING")
            .column("is_insertable_into", "STRING")
            .column("is_typed", "STRING")
            .column("creation_time", "TIMESTAMP")
            .column("ddl", "STRING")
            .column("default_collation_name", "STRING");
    var ddl = new TableDdl(project);
    for (var table : tables) {
      rows.row(
          project,
          table.dataset(),
          table.id(),
          type(table),
          table.isView() ? "NO" : "YES",
          "NO",
          LiteralRows.millis(table.createdMs()),
          ddl.of(table),
          "NULL");
    }
    return rows;
  }

  private static String type(Table table) {
    return table.isView() ? "VIEW" : "BASE TABLE";
  }

  LiteralRows options() {
    var rows =
        LiteralRows.ofTables()
            .column("option_name", "STRING")
            .column("option_type", "STRING")
            .column("option_value", "STRING");
    var ddl = new TableDdl(project);
    for (var table : tables) {
      ddl.options(table)
          .forEach(
              (name, option) ->
                  rows.row(
                      project, table.dataset(), table.id(), name, option.type(), option.value()));
    }
    return rows;
  }

  LiteralRows views() {
    var rows =
        LiteralRows.ofTables()
            .column("view_definition", "STRING")
            .column("check_option", "STRING")
            .column("use_standard_sql", "STRING");
    for (var table : tables) {
      if (table.isView()) {
        var query = table.definition().view();
        rows.row(project, table.dataset(), table.id(), query, null, "YES");
      }
    }
    return rows;
  }

  LiteralRows storage() {
    var rows =
        new LiteralRows()
            .column("project_id", "STRING")
            .column("table_catalog", "STRING")
            .column("table_schema", "STRING")
            .column("table_name", "STRING")
            .column("creation_time", "TIMESTAMP")
            .column("total_rows", "INT64")
            .column("total_logical_bytes", "INT64")
            .column("active_logical_bytes", "INT64")
            .column("long_term_logical_bytes", "INT64")
            .column("storage_last_modified_time", "TIMESTAMP")
            .column("deleted", "BOOL")
            .column("table_type", "STRING");
    for (var table : tables) {
      if (!table.isView()) {
        rows.row(
            project,
            project,
            table.dataset(),
            table.id(),
            LiteralRows.millis(table.createdMs()),
            table.rows(),
            table.bytes(),
            table.bytes(),
            0L,
            LiteralRows.millis(table.modifiedMs()),
            false,
            type(table));
      }
    }
    return rows;
  }

  LiteralRows legacyTables() {
    var rows =
        new LiteralRows()
            .column("project_id", "STRING")
            .column("dataset_id", "STRING")
            .column("table_id", "STRING")
            .column("creation_time", "INT64")
            .column("last_modified_time", "INT64")
            .column("row_count", "INT64")
            .column("size_bytes", "INT64")
            .column("type", "INT64");
    for (var table : tables) {
      rows.row(
          project,
          table.dataset(),
          table.id(),
          table.createdMs(),
          table.modifiedMs(),
          table.rows(),
          table.bytes(),
          table.isView() ? 2L : 1L);
    }
    return rows;
  }
}
