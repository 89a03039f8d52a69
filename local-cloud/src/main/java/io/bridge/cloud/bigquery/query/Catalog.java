package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.TableColumns;
import io.bridge.cloud.bigquery.sql.WarehouseCatalog;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.warehouse.WarehouseException;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The tables of one statement as its caller may see them, in one snapshot. It keeps what it gave
 * out, for byte accounting and for the job's location.
 */
final class Catalog implements WarehouseCatalog {
  private final Connection connection;
  private final String project;
  private final Principal caller;
  private final Grants grants;
  private final Datasets datasets;
  private final Tables tables;
  private final Views views;
  private final Map<WarehouseTable, Table> given = new LinkedHashMap<>();
  private final TreeSet<String> locations = new TreeSet<>();

  Catalog(Connection connection, String project, Principal caller, Access access) {
    this.views = new Views(project, access.engine(), this);
    var grants = access.grants();
    this.connection = connection;
    this.project = project;
    this.caller = caller;
    this.grants = grants;
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

  /** Email of the caller. */
  String user() {
    return caller.email();
  }

  /** What a catalog needs of its engine. */
  record Access(SqlEngine engine, Grants grants) {}

  @Override
  public Optional<WarehouseTable> find(String otherProject, String dataset, String table) {
    if (!otherProject.equals(project)) {
      throw new GoogleError(
          403, "accessDenied", "Access Denied: Project " + otherProject + ": it may not exist.");
    }
    try {
      return InformationSchema.isName(dataset, table)
          ? view(dataset, table)
          : stored(dataset, table);
    } catch (SQLException e) {
      throw new WarehouseException("The warehouse failed", e);
    }
  }

  /** The columns of a query that a view is to have; see {@link Views#columns}. */
  List<Field> viewColumns(String dataset, String id, String query) {
    return views.columns(dataset, id, query);
  }

  /** The tables that a statement reads, each once, with what stands behind a view in its place. */
  List<TableColumns> underneath(List<TableColumns> reads) {
    var merged = new LinkedHashMap<List<String>, TableColumns>();
    for (var read : reads) {
      var table = given.get(read.table());
      boolean view = table != null && table.isView();
      for (var one : view ? underneath(views.reads(table, read.columns())) : List.of(read)) {
        merged.merge(name(one.table()), one, Catalog::union);
      }
    }
    return List.copyOf(merged.values());
  }

  private static List<String> name(WarehouseTable table) {
    return List.of(table.project(), table.dataset(), table.name());
  }

  private static TableColumns union(TableColumns one, TableColumns other) {
    var columns = new TreeSet<>(one.columns());
    columns.addAll(other.columns());
    return new TableColumns(one.table(), List.copyOf(columns));
  }

  /** What {@link #underneath} told, for byte accounting. */
  List<Billing.Read> billed(List<TableColumns> underneath) {
    return underneath.stream()
        .map(read -> new Billing.Read(given.get(read.table()), read.columns()))
        .toList();
  }

  /** Locations of the datasets that were read. */
  TreeSet<String> locations() {
    return locations;
  }

  private Optional<WarehouseTable> stored(String datasetId, String id) throws SQLException {
    var dataset = datasets.find(connection, datasetId).orElse(null);
    var found = tables.find(connection, datasetId, id);
    if (found.isPresent() && found.get().isResult()) {
      // A result's columns have no names of their own, so SQL cannot read it here.
      throw GoogleError.unimplemented("BigQuery SQL over the anonymous result of a query");
    }
    grants.onDataset(caller, "bigquery.tables.getData", datasetId, dataset);
    if (dataset == null) {
      throw datasets.notFound(datasetId);
    }
    locations.add(dataset.location());
    return found.map(this::give);
  }

  private WarehouseTable give(Table table) {
    var seen =
        table.isView()
            ? views.open(table)
            : new WarehouseTable(
                project, table.dataset(), table.id(), table.fields(), table.from());
    given.put(seen, table);
    return seen;
  }

  private Optional<WarehouseTable> view(String dataset, String table) throws SQLException {
    var scope = InformationSchema.scope(dataset, table);
    Dataset one = null;
    if (scope.dataset() != null) {
      one = datasets.find(connection, scope.dataset()).orElse(null);
      grants.onDataset(caller, "bigquery.tables.list", scope.dataset(), one);
      grants.onDataset(caller, "bigquery.tables.get", scope.dataset(), one);
      if (one == null) {
        throw datasets.notFound(scope.dataset());
      }
      locations.add(one.location());
    } else {
      grants.onProject(caller, "bigquery.datasets.get");
      grants.onProject(caller, "bigquery.tables.list");
    }
    var shown = one == null ? inRegion(scope.region()) : List.of(one);
    return new InformationSchema(project, connection, shown).view(dataset, table);
  }

  private List<Dataset> inRegion(String region) throws SQLException {
    return datasets.list(connection).stream()
        .filter(dataset -> region == null || dataset.location().equalsIgnoreCase(region))
        .toList();
  }
}
