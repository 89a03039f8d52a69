package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The views of INFORMATION_SCHEMA and {@code __TABLES__}, as relations of literal rows. */
final class InformationSchema {
  private static final String VIEWS = "INFORMATION_SCHEMA";
  private static final String TABLES = "__TABLES__";

  /** What BigQuery has besides. */
  private static final Set<String> NOT_SERVED =
      Set.of(
          "ASSIGNMENTS",
          "ASSIGNMENT_CHANGES",
          "BI_CAPACITIES",
          "BI_CAPACITY_CHANGES",
          "CAPACITY_COMMITMENTS",
          "CAPACITY_COMMITMENT_CHANGES",
          "EFFECTIVE_PROJECT_OPTIONS",
          "INSIGHTS",
          "MATERIALIZED_VIEWS",
          "OBJECT_PRIVILEGES",
          "ORGANIZATION_OPTIONS",
          "PARAMETERS",
          "PROJECT_OPTIONS",
          "RECOMMENDATIONS",
          "RESERVATIONS",
          "RESERVATION_CHANGES",
          "RESERVATIONS_TIMELINE",
          "ROUTINES",
          "ROUTINE_OPTIONS",
          "SCHEMATA_LINKS",
          "SCHEMATA_REPLICAS",
          "SEARCH_INDEXES",
          "SEARCH_INDEX_COLUMNS",
          "SESSIONS_BY_PROJECT",
          "SESSIONS_BY_USER",
          "SHARED_DATASET_USAGE",
          "STREAMING_TIMELINE",
          "STREAMING_TIMELINE_BY_PROJECT",
          "TABLE_SNAPSHOTS",
          "TABLE_STORAGE_BY_PROJECT",
          "TABLE_STORAGE_TIMELINE",
          "TABLE_STORAGE_TIMELINE_BY_PROJECT",
          "TABLE_STORAGE_USAGE_TIMELINE",
          "VECTOR_INDEXES",
          "VECTOR_INDEX_COLUMNS",
          "VECTOR_INDEX_OPTIONS",
          "WRITE_API_TIMELINE",
          "WRITE_API_TIMELINE_BY_PROJECT");

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
          case "SCHEMATA" -> new DatasetRows(project, datasets).all();
          case "SCHEMATA_OPTIONS" -> new DatasetRows(project, datasets).options();
          case "TABLE_OPTIONS" -> new TableRows(project, all()).options();
          case "VIEWS" -> new TableRows(project, all()).views();
          case "TABLE_STORAGE" -> new TableRows(project, all()).storage();
          case "TABLE_CONSTRAINTS" -> new KeyRows(project, all()).constraints();
          case "KEY_COLUMN_USAGE" -> new KeyRows(project, all()).columns();
          case "TABLES" -> new TableRows(project, all()).all();
          case "COLUMNS" -> new ColumnRows(project, all()).all();
          case "COLUMN_FIELD_PATHS" -> new ColumnRows(project, all()).fieldPaths();
          case TABLES -> new TableRows(project, all()).legacyTables();
          default -> {
            requireNone(name);
            yield null;
          }
        };
    return Optional.ofNullable(rows)
        .map(it -> new WarehouseTable(project, dataset, name, it.fields(), it.sql()));
  }

  private static void requireNone(String name) {
    if (NOT_SERVED.contains(name)) {
      throw GoogleError.unimplemented("BigQuery INFORMATION_SCHEMA." + name);
    }
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
