package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.schema.TypeText;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The views of INFORMATION_SCHEMA and {@code __TABLES__}, as relations of literal rows. */
final class InformationSchema {
  private static final String VIEWS = "INFORMATION_SCHEMA";
  private static final String TABLES = "__TABLES__";

  private final String project;
  private final Connection connection;
  private final List<Dataset> datasets;

  /**
   * @param datasets those that the view shows
   */
  InformationSchema(String project, Connection connection, List<Dataset> datasets) {
    this.project = project;
    this.connection = connection;
    this.datasets = datasets;
  }

  /**
   * What a name covers.
   *
   * @param dataset null for the whole project
   * @param region null for every region, or when a dataset is named
   */
  record Scope(String dataset, String region) {}

  static boolean isName(String dataset, String table) {
    return table.equals(TABLES) || dataset.equals(VIEWS) || dataset.endsWith("." + VIEWS);
  }

  static Scope scope(String dataset, String table) {
    if (table.equals(TABLES)) {
      return new Scope(dataset, null);
    }
    if (dataset.equals(VIEWS)) {
      return new Scope(null, null);
    }
    var qualifier = dataset.substring(0, dataset.length() - VIEWS.length() - 1);
    return qualifier.regionMatches(true, 0, "region-", 0, 7)
        ? new Scope(null, qualifier.substring(7))
        : new Scope(qualifier, null);
  }

  /** The view of that name; empty when there is none. */
  Optional<WarehouseTable> view(String dataset, String name) throws SQLException {
    if (name.equals("PARTITIONS")) {
      var sql = PartitionRows.sql(project, all());
      return Optional.of(new WarehouseTable(project, dataset, name, PartitionRows.FIELDS, sql));
    }
    var rows =
        switch (name) {
          case "SCHEMATA" -> schemata();
          case "SCHEMATA_OPTIONS" -> schemataOptions();
          case "TABLE_OPTIONS" -> tableOptions();
          case "VIEWS" -> views();
          case "TABLE_STORAGE" -> storage();
          case "TABLE_CONSTRAINTS" -> new KeyRows(project, all()).constraints();
          case "KEY_COLUMN_USAGE" -> new KeyRows(project, all()).columns();
          case "TABLES" -> tables();
          case "COLUMNS" -> columns();
          case "COLUMN_FIELD_PATHS" -> fieldPaths();
          case TABLES -> legacyTables();
          default -> null;
        };
    return Optional.ofNullable(rows)
        .map(it -> new WarehouseTable(project, dataset, name, it.fields(), it.sql()));
  }

  private LiteralRows schemata() {
    var rows =
        new LiteralRows()
            .column("catalog_name", "STRING")
            .column("schema_name", "STRING")
            .column("schema_owner", "STRING")
            .column("creation_time", "TIMESTAMP")
            .column("last_modified_time", "TIMESTAMP")
            .column("location", "STRING")
            .column("default_collation_name", "STRING");
    for (var dataset : datasets) {
      rows.row(
          project,
          dataset.id(),
          null,
          LiteralRows.millis(dataset.createdMs()),
          LiteralRows.millis(dataset.modifiedMs()),
          dataset.location(),
          "NULL");
    }
    return rows;
  }

  private LiteralRows tables() throws SQLException {
    var rows =
        named()
            .column("table_type", "STRING")
            .column("is_insertable_into", "STRING")
            .column("is_typed", "STRING")
            .column("creation_time", "TIMESTAMP")
            .column("ddl", "STRING")
            .column("default_collation_name", "STRING");
    var ddl = new TableDdl(project);
    for (var table : all()) {
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

  private LiteralRows schemataOptions() {
    var rows =
        new LiteralRows()
            .column("catalog_name", "STRING")
            .column("schema_name", "STRING")
            .column("option_name", "STRING")
            .column("option_type", "STRING")
            .column("option_value", "STRING");
    for (var dataset : datasets) {
      var details = dataset.details();
      if (details.description() != null) {
        var text = TableDdl.quoted(details.description());
        rows.row(project, dataset.id(), "description", "STRING", text);
      }
      if (details.friendlyName() != null) {
        var text = TableDdl.quoted(details.friendlyName());
        rows.row(project, dataset.id(), "friendly_name", "STRING", text);
      }
      if (!details.labels().isEmpty()) {
        var labels = TableDdl.labels(details.labels());
        rows.row(project, dataset.id(), "labels", labels.type(), labels.value());
      }
    }
    return rows;
  }

  private LiteralRows tableOptions() throws SQLException {
    var rows =
        named()
            .column("option_name", "STRING")
            .column("option_type", "STRING")
            .column("option_value", "STRING");
    var ddl = new TableDdl(project);
    for (var table : all()) {
      ddl.options(table)
          .forEach(
              (name, option) ->
                  rows.row(
                      project, table.dataset(), table.id(), name, option.type(), option.value()));
    }
    return rows;
  }

  private LiteralRows views() throws SQLException {
    var rows =
        named()
            .column("view_definition", "STRING")
            .column("check_option", "STRING")
            .column("use_standard_sql", "STRING");
    for (var table : all()) {
      if (table.isView()) {
        var query = table.definition().view();
        rows.row(project, table.dataset(), table.id(), query, null, "YES");
      }
    }
    return rows;
  }

  private LiteralRows storage() throws SQLException {
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
    for (var table : all()) {
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

  private LiteralRows columns() throws SQLException {
    var rows =
        named()
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
    for (var table : all()) {
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

  private LiteralRows fieldPaths() throws SQLException {
    var rows =
        named()
            .column("column_name", "STRING")
            .column("field_path", "STRING")
            .column("data_type", "STRING")
            .column("description", "STRING")
            .column("collation_name", "STRING")
            .column("rounding_mode", "STRING");
    for (var table : all()) {
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

  private LiteralRows legacyTables() throws SQLException {
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
    for (var table : all()) {
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

  private static LiteralRows named() {
    return new LiteralRows()
        .column("table_catalog", "STRING")
        .column("table_schema", "STRING")
        .column("table_name", "STRING");
  }

  private List<Table> all() throws SQLException {
    var repository = new Tables(project);
    var all = new ArrayList<Table>();
    for (var dataset : datasets) {
      all.addAll(repository.list(connection, dataset.id()));
    }
    return all;
  }
}
