package io.bridge.cloud.bigquery.query;

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
  private final Map<WarehouseTable, Table> given = new LinkedHashMap<>();
  private final TreeSet<String> locations = new TreeSet<>();

  Catalog(Connection connection, String project, Principal caller, Grants grants) {
    this.connection = connection;
    this.project = project;
    this.caller = caller;
    this.grants = grants;
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

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

  /** What the statement reads, each table once. */
  List<Billing.Read> reads(List<TableColumns> columns) {
    var merged = new LinkedHashMap<WarehouseTable, TreeSet<String>>();
    for (var read : columns) {
      merged.computeIfAbsent(read.table(), _ -> new TreeSet<>()).addAll(read.columns());
    }
    return merged.entrySet().stream()
        .map(e -> new Billing.Read(given.get(e.getKey()), List.copyOf(e.getValue())))
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
    return found.map(table -> give(table));
  }

  private WarehouseTable give(Table table) {
    var seen =
        new WarehouseTable(project, table.dataset(), table.id(), table.fields(), table.from());
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
