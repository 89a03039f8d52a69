package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.schema.Reshape;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.schema.SchemaRules;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.ColumnBytes;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** ALTER TABLE and ALTER VIEW: one statement's changes of one table. */
final class Alteration {
  private final Context context;
  private final Tables tables;
  private final Table before;
  private final List<AlteredColumn> columns = new ArrayList<>();
  private Details details;
  private Definition definition;
  private String newId;

  Alteration(Context context, Table before) {
    this.context = context;
    this.tables = context.tables();
    this.before = before;
    this.details = before.details();
    this.definition = before.definition();
    before.fields().forEach(f -> columns.add(AlteredColumn.of(f)));
  }

  /**
   * Applies all actions.
   *
   * @throws GoogleError 400 for what BigQuery does not allow
   */
  void apply(List<Effect.Action> actions) throws SQLException {
    for (var action : actions) {
      apply(action);
    }
    var fields = columns.stream().map(AlteredColumn::field).toList();
    SchemaRules.check(fields);
    var changed = before.with(details, fields, context.nowMs());
    var checked = before.isView() ? definition : definition.requireColumns(fields);
    var after = tables.update(context.connection(), moved(changed.with(checked)));
    if (newId != null) {
      tables.rename(context.connection(), after, Names.table(newId));
    }
  }

  private void apply(Effect.Action action) throws SQLException {
    switch (action) {
      case Effect.AddColumn add -> add(add);
      case Effect.DropColumn(var name, var ifExists) -> drop(name, ifExists);
      case Effect.RenameColumn rename -> rename(rename);
      case Effect.RenameTo(var name) -> {
        if (!name.dataset().isEmpty() && !name.dataset().equals(before.dataset())) {
          throw GoogleError.invalid("A table cannot be renamed into another dataset");
        }
        newId = name.table();
      }
      case Effect.SetOptions(var options) -> options(options);
      case Effect.SetType(var column, var ifExists, var type) ->
          change(column, ifExists, old -> old.typed(type));
      case Effect.DropNotNull(var column, var ifExists) ->
          change(column, ifExists, AlteredColumn::relaxed);
      case Effect.SetDefault(var column, var ifExists, var value) ->
          change(column, ifExists, old -> defaulted(old, value));
      case Effect.DescribeColumn(var column, var ifExists, var options) -> {
        var body = Options.read(context.connection(), "column", options);
        var description = body.text("description");
        change(column, ifExists, old -> old.described(description));
      }
      case Effect.SetPrimaryKey _,
          Effect.AddForeignKey _,
          Effect.DropPrimaryKey _,
          Effect.DropConstraint _ ->
          definition =
              definition.with(new AlteredKeys(definition.constraints(), name()).apply(action));
    }
  }

  private void add(Effect.AddColumn add) throws SQLException {
    var field = add.column().field();
    if (find(field.name()) != null) {
      if (add.ifNotExists()) {
        return;
      }
      throw invalidQuery("Column already exists: " + field.name());
    }
    if (field.mode().equals("REQUIRED")) {
      throw GoogleError.invalid(
          "Cannot add required fields to an existing schema. (field: " + field.name() + ")");
    }
    if (add.column().value() != null) {
      throw invalidQuery(
          "Column %s cannot be added with a default value; set it with ALTER COLUMN SET DEFAULT"
              .formatted(field.name()));
    }
    var description = Options.text(context.connection(), add.column().description());
    columns.add(
        new AlteredColumn(TableMaking.described(field, description), Reshape.absent(field)));
  }

  private void drop(String name, boolean ifExists) {
    var column = require(name, ifExists);
    if (column == null) {
      return;
    }
    requireFree(name, "drop");
    if (columns.size() == 1) {
      throw invalidQuery("ALTER TABLE cannot drop the only column of a table: " + name);
    }
    columns.remove(column);
    defaults(column.field().name(), null);
  }

  private void rename(Effect.RenameColumn rename) {
    var column = require(rename.name(), rename.ifExists());
    if (column == null) {
      return;
    }
    requireFree(rename.name(), "rename");
    if (find(rename.newName()) != null && find(rename.newName()) != column) {
      throw invalidQuery("Column already exists: " + rename.newName());
    }
    var value = definition.defaults().get(column.field().name());
    defaults(column.field().name(), null);
    columns.set(columns.indexOf(column), column.named(rename.newName()));
    defaults(rename.newName(), value);
  }

  private void options(List<Effect.Option> options) throws SQLException {
    var body = Options.read(context.connection(), before.isView() ? "view" : "table", options);
    details = Details.set(details, body);
    definition = definition.patch(body);
    if (body.has("partitionExpirationMs")) {
      definition = definition.with(expiring(body));
    }
  }

  private Partitioning expiring(Body body) {
    if (definition.partitioning() instanceof Partitioning.ByTime(var field, var unit, _)) {
      return new Partitioning.ByTime(field, unit, body.integer("partitionExpirationMs"));
    }
    throw GoogleError.invalid("partition_expiration_days needs a table with partitions by time");
  }

  private void change(String name, boolean ifExists, UnaryOperator<AlteredColumn> change) {
    var column = require(name, ifExists);
    if (column != null) {
      columns.set(columns.indexOf(column), change.apply(column));
    }
  }

  private AlteredColumn defaulted(AlteredColumn column, String value) {
    defaults(column.field().name(), value);
    return column;
  }

  private void defaults(String column, String value) {
    var changed = new TreeMap<>(definition.defaults());
    if (value == null) {
      changed.remove(column);
    } else {
      changed.put(column, value);
    }
    definition = definition.with(changed);
  }

  private void requireFree(String column, String verb) {
    var parts = definition.partitioning();
    boolean parting = parts != null && parts.field().equalsIgnoreCase(column);
    boolean clustering = definition.clustering().stream().anyMatch(column::equalsIgnoreCase);
    boolean key = definition.constraints().primaryKey().stream().anyMatch(column::equalsIgnoreCase);
    if (parting || clustering || key) {
      var what = parting ? "partitioning" : clustering ? "clustering" : "primary key";
      throw invalidQuery("ALTER TABLE cannot %s the %s column %s".formatted(verb, what, column));
    }
  }

  private AlteredColumn require(String name, boolean ifExists) {
    var column = find(name);
    if (column == null && !ifExists) {
      throw invalidQuery("Column not found: " + name);
    }
    return column;
  }

  private AlteredColumn find(String name) {
    var fields = columns.stream().map(AlteredColumn::field).toList();
    var field = SchemaChange.find(fields, name);
    return field == null ? null : columns.get(fields.indexOf(field));
  }

  private GoogleError invalidQuery(String message) {
    return new GoogleError(400, "invalidQuery", message);
  }

  private String name() {
    return tables.name(before.dataset(), before.id());
  }

  /** The rows in a relation of the new columns, where these differ from the old ones. */
  private Table moved(Table after) throws SQLException {
    if (before.isView() || shape(before.fields()).equals(shape(after.fields()))) {
      return after;
    }
    var c = context.connection();
    var moved = after.with(Tables.newRelation(), after.rows(), after.columnBytes());
    tables.createRelation(c, moved);
    var values = columns.stream().map(AlteredColumn::value).collect(Collectors.joining(", "));
    context.execute(
        "INSERT INTO %s SELECT %s FROM %s ORDER BY rowid"
            .formatted(moved.from(), values, before.from()));
    tables.dropRelation(c, before);
    return moved.with(moved.relation(), moved.rows(), ColumnBytes.of(c, moved, 0));
  }

  private static List<String> shape(List<Field> fields) {
    return fields.stream().map(f -> f.name() + " " + DuckType.of(f)).toList();
  }
}
