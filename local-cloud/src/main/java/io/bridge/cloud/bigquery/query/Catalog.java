package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.sql.CompiledQuery;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.sql.TableColumns;
import io.bridge.cloud.bigquery.sql.WarehouseCatalog;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Metadata;
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
  private final Metadata metadata;
  private final Datasets datasets;
  private final Tables tables;
  private final Views views;
  private Target target;
  private final Map<WarehouseTable, Table> given = new LinkedHashMap<>();
  private final TreeSet<String> locations = new TreeSet<>();
  private boolean repeatable = true;

  Catalog(Connection connection, String project, Principal caller, Access access) {
    this.views = new Views(project, access, this);
    var grants = access.grants();
    this.connection = connection;
    this.project = project;
    this.caller = caller;
    this.grants = grants;
    this.metadata = access.metadata();
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

  /** Says what the statement is about: other rights are needed on it, and it decides the place. */
  void target(Target about) throws SQLException {
    target = about;
    datasets
        .find(connection, about.dataset())
        .ifPresent(dataset -> locations.add(dataset.location()));
  }

  @Override
  public Map<String, String> defaults(WarehouseTable table) {
    return given.get(table).definition().defaults();
  }

  /** Email of the caller. */
  String user() {
    return caller.email();
  }

  /**
   * What a catalog needs of its engine.
   *
   * @param parameters of the statement, for filters of it that views are metered with
   */
  record Access(
      SqlEngine engine, Grants grants, Metadata metadata, List<QueryParameter> parameters) {}

  @Override
  public Optional<WarehouseTable> find(String otherProject, String dataset, String table) {
    requireProject(otherProject);
    try {
      return InformationSchema.isName(dataset, table)
          ? view(dataset, table)
          : stored(dataset, table);
    } catch (SQLException e) {
      throw new WarehouseException("The warehouse failed", e);
    }
  }

  private void requireProject(String named) {
    if (!named.equals(project)) {
      throw new GoogleError(
          403, "accessDenied", "Access Denied: Project " + named + ": it may not exist.");
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
      for (var one : view ? underneath(views.reads(table, read)) : List.of(read)) {
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
    boolean all = one.parts() == null || other.parts() == null;
    var parts = all ? null : "(" + one.parts() + ") OR (" + other.parts() + ")";
    return new TableColumns(one.table(), List.copyOf(columns), parts, null);
  }

  /** What {@link #underneath} told, to be metered. */
  List<Meter.Read> metered(List<TableColumns> underneath) {
    return underneath.stream().map(read -> new Meter.Read(read, stored(read.table()))).toList();
  }

  private List<Table> stored(WarehouseTable table) {
    var one = given.get(table);
    if (one != null) {
      return List.of(one);
    }
    return table.name().endsWith("*") ? wildcard(table) : List.of();
  }

  /** All stored tables and views that were named, by the statement or by a view. */
  List<Table> tables() {
    return List.copyOf(given.values());
  }

  /** Whether what was named is of a kind whose answers may be kept. */
  boolean isRepeatable() {
    return repeatable;
  }

  /** A view that is used compiled to this. */
  void uses(CompiledQuery view) {
    repeatable &= view.repeatable();
  }

  /** Locations of the datasets that were read. */
  TreeSet<String> locations() {
    return locations;
  }

  @Override
  public List<Member> findAll(String otherProject, String dataset, String prefix) {
    requireProject(otherProject);
    repeatable = false;
    try {
      requireReadable(dataset, datasets.find(connection, dataset).orElse(null));
      return tables.list(connection, dataset).stream()
          .filter(table -> table.id().startsWith(prefix))
          .map(this::member)
          .toList();
    } catch (SQLException e) {
      throw new WarehouseException("The warehouse failed", e);
    }
  }

  /** A view among them is refused by name, so what it reads does not matter. */
  private Member member(Table table) {
    return new Member(
        new WarehouseTable(project, table.dataset(), table.id(), table.fields(), table.alive()),
        table.isView(),
        table.createdMs());
  }

  /** The stored tables that a wildcard table is made of. */
  private List<Table> wildcard(WarehouseTable table) {
    var prefix = table.name().substring(0, table.name().length() - 1);
    try {
      return tables.list(connection, table.dataset()).stream()
          .filter(one -> one.id().startsWith(prefix))
          .toList();
    } catch (SQLException e) {
      throw new WarehouseException("The warehouse failed", e);
    }
  }

  private void requireReadable(String id, Dataset dataset) {
    requireAll(List.of("bigquery.tables.getData"), id, dataset);
  }

  private void requireAll(List<String> permissions, String id, Dataset dataset) {
    permissions.forEach(permission -> grants.onDataset(caller, permission, id, dataset));
    if (dataset == null) {
      throw datasets.notFound(id);
    }
    locations.add(dataset.location());
  }

  private Optional<WarehouseTable> stored(String datasetId, String id) throws SQLException {
    var dataset = metadata.dataset(connection, datasetId).orElse(null);
    var found = metadata.table(connection, datasetId, id);
    if (found.isPresent() && found.get().isResult()) {
      // A result's columns have no names of their own, so SQL cannot read it here.
      throw GoogleError.unimplemented("BigQuery SQL over the anonymous result of a query");
    }
    if (target != null && target.isTable(datasetId, id)) {
      requireAll(target.permissions(), datasetId, dataset);
    } else {
      requireReadable(datasetId, dataset);
    }
    return found.map(this::give);
  }

  private WarehouseTable give(Table table) {
    var seen =
        table.isView()
            ? views.open(table)
            : new WarehouseTable(
                    project, table.dataset(), table.id(), table.fields(), table.alive())
                .parted(Partitions.of(table));
    // What was there when an answer was kept may have expired since.
    repeatable &= !table.hasExpiringPartitions();
    given.put(seen, table);
    return seen;
  }

  private Optional<WarehouseTable> view(String dataset, String table) throws SQLException {
    var scope = InformationSchema.scope(dataset, table);
    repeatable = false;
    if (table.equals("JOBS") || table.startsWith("JOBS_BY_")) {
      return jobs(scope, dataset, table);
    }
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

  private Optional<WarehouseTable> jobs(InformationSchema.Scope scope, String dataset, String table)
      throws SQLException {
    boolean own = table.equals("JOBS_BY_USER");
    if (scope.dataset() != null || !own && !table.matches("JOBS(_BY_PROJECT)?")) {
      return Optional.empty();
    }
    grants.onProject(caller, own ? "bigquery.jobs.create" : "bigquery.jobs.listAll");
    var owner = own ? caller.email() : null;
    var rows = new JobRows(project).of(connection, owner, scope.region());
    return Optional.of(new WarehouseTable(project, dataset, table, rows.fields(), rows.sql()));
  }

  private List<Dataset> inRegion(String region) throws SQLException {
    return datasets.list(connection).stream()
        .filter(dataset -> region == null || dataset.location().equalsIgnoreCase(region))
        .toList();
  }
}
