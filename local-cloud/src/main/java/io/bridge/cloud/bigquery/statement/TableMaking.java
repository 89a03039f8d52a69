package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.schema.SchemaRules;
import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.Name;
import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Constraints;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** CREATE TABLE and CREATE VIEW. */
final class TableMaking {
  private final Context context;
  private final Tables tables;

  TableMaking(Context context) {
    this.context = context;
    this.tables = context.tables();
  }

  /** Columns of a view's query, for who makes it. */
  @FunctionalInterface
  interface ViewColumns {
    List<Field> of(Table view, String query);
  }

  /** What was done: CREATE, REPLACE or SKIP. */
  String table(Effect.CreateTable create) throws SQLException {
    var existing = existing(create.name(), create.mode());
    if (existing != null && create.mode() == Effect.Mode.SKIP) {
      return "SKIP";
    }
    if (existing != null && existing.isView()) {
      throw tables.isView(existing);
    }
    var c = context.connection();
    var model = create.model() == null ? null : model(create);
    var fields = model == null ? fields(create.columns()) : model.fields();
    SchemaRules.check(fields);
    var options = Options.read(c, "table", create.options());
    var empty =
        empty(create.name(), fields, Tables.newRelation())
            .with(definition(create, model, options).requireColumns(fields));
    var details = model == null ? Details.none() : model.details();
    var table = empty.with(details.patch(options), fields, context.nowMs());
    tables.createRelation(c, table);
    fill(create, model, table);
    long rows =
        Sql.one(c, row -> row.getLong(1), "SELECT count(*) FROM " + table.from()).orElseThrow();
    return put(existing, table.with(table.relation(), rows, ColumnBytes.of(c, table, 0)));
  }

  String view(Effect.CreateView create, ViewColumns columns) throws SQLException {
    var existing = existing(create.name(), create.mode());
    if (existing != null && create.mode() == Effect.Mode.SKIP) {
      return "SKIP";
    }
    if (existing != null && !existing.isView()) {
      throw isTable(existing);
    }
    var options = Options.read(context.connection(), "view", create.options());
    var empty = empty(create.name(), List.of(), "");
    var fields = new ArrayList<Field>();
    for (var field : columns.of(empty, create.query())) {
      var description = Options.text(context.connection(), create.columns().get(field.name()));
      fields.add(described(field, description));
    }
    var definition = Definition.ofView(create.query()).patch(options);
    var view = empty.with(Details.none().patch(options), fields, context.nowMs());
    return put(existing, view.with(definition));
  }

  GoogleError isTable(Table table) {
    return GoogleError.invalid(
        tables.name(table.dataset(), table.id())
            + " is not allowed for this operation because it is currently a TABLE.");
  }

  private Table existing(Name name, Effect.Mode mode) throws SQLException {
    context.granted("bigquery.tables.create", name.dataset());
    Names.table(name.table());
    var existing = tables.find(context.connection(), name.dataset(), name.table()).orElse(null);
    if (existing != null && mode == Effect.Mode.FAIL) {
      throw tables.duplicate(name.dataset(), name.table());
    }
    if (existing != null && mode == Effect.Mode.REPLACE) {
      context.granted("bigquery.tables.delete", name.dataset());
    }
    return existing;
  }

  private Table model(Effect.CreateTable create) throws SQLException {
    var model =
        tables.require(context.connection(), create.model().dataset(), create.model().name());
    if (model.isView()) {
      throw tables.isView(model);
    }
    return model;
  }

  private Table empty(Name name, List<Field> fields, String relation) throws SQLException {
    var dataset = context.datasets().require(context.connection(), name.dataset());
    return new Table(
        dataset.id(),
        name.table(),
        relation,
        dataset.location(),
        fields,
        Details.none(),
        0,
        new TreeMap<>(),
        context.caller().email(),
        context.nowMs(),
        context.nowMs(),
        null,
        Definition.none());
  }

  private void fill(Effect.CreateTable create, Table model, Table table) throws SQLException {
    if (create.rows() != null) {
      context.execute("INSERT INTO " + table.from() + " " + create.rows());
    } else if (create.copied()) {
      context.execute(
          "INSERT INTO %s SELECT %s FROM %s ORDER BY rowid"
              .formatted(table.from(), model.aliveColumns(), model.alive()));
    }
  }

  /** The name in the metadata stays one row: DuckDB takes no key twice in a transaction. */
  private String put(Table existing, Table table) throws SQLException {
    if (existing == null) {
      tables.insert(context.connection(), table);
      return "CREATE";
    }
    tables.replace(context.connection(), existing, table);
    return "REPLACE";
  }

  private List<Field> fields(List<Effect.Column> columns) throws SQLException {
    var fields = new ArrayList<Field>();
    for (var column : columns) {
      var description = Options.text(context.connection(), column.description());
      fields.add(described(column.field(), description));
    }
    return List.copyOf(fields);
  }

  static Field described(Field field, String description) {
    return new Field(
        field.name(),
        field.type(),
        field.mode(),
        field.precision(),
        field.scale(),
        field.fields(),
        description);
  }

  private static Definition definition(Effect.CreateTable create, Table model, Body options) {
    var base = model == null ? Definition.none() : model.definition();
    var defaults = new TreeMap<>(base.defaults());
    for (var column : create.columns()) {
      if (column.value() != null) {
        defaults.put(column.field().name(), column.value());
      }
    }
    var own =
        new Definition(
            null,
            create.parts() == null ? base.partitioning() : partitioning(create.parts(), options),
            create.clustering().isEmpty() ? base.clustering() : create.clustering(),
            base.requirePartitionFilter(),
            base.expiresMs(),
            defaults,
            constraints(create));
    return own.patch(options);
  }

  private static Partitioning partitioning(Effect.Parts parts, Body options) {
    return parts.unit() == null
        ? Partitioning.of(
            parts.column(), parts.range().get(0), parts.range().get(1), parts.range().get(2))
        : new Partitioning.ByTime(
            parts.column(), parts.unit(), options.integer("partitionExpirationMs"));
  }

  private static Constraints constraints(Effect.CreateTable create) {
    return new Constraints(
        create.primaryKey(), create.foreignKeys().stream().map(TableMaking::foreignKey).toList());
  }

  static Constraints.ForeignKey foreignKey(Effect.ForeignKey key) {
    var pairs = new ArrayList<Constraints.Pair>();
    for (int i = 0; i < key.columns().size(); i++) {
      pairs.add(new Constraints.Pair(key.columns().get(i), key.referenced().get(i)));
    }
    return new Constraints.ForeignKey(
        key.name(), key.table().dataset(), key.table().table(), pairs);
  }
}
