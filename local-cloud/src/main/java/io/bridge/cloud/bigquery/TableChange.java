package io.bridge.cloud.bigquery;

import io.bridge.cloud.bigquery.schema.Reshape;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.DuckType;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Body;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Applies tables.patch and tables.update: words, and the legal changes of a schema. */
final class TableChange {
  private final Tables tables;
  private final Clock clock;

  TableChange(Tables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /**
   * Changes a table.
   *
   * @param replace whether what the request does not say goes away, as tables.update has it
   * @throws io.bridge.cloud.http.GoogleError 400 for a schema change that BigQuery refuses
   */
  Table apply(Connection c, Table before, Body body, boolean replace) throws SQLException {
    var schema = body.object("schema");
    boolean keeps = schema == null || !schema.has("fields");
    var fields = keeps ? before.fields() : SchemaJson.read(schema);
    new SchemaChange(tables.name(before.dataset(), before.id()))
        .requireLegal(before.fields(), fields);
    var details = (replace ? Details.none() : before.details()).patch(body);
    var after = reshape(c, before, before.with(details, fields, clock.millis()));
    return tables.update(c, after);
  }

  private Table reshape(Connection c, Table before, Table after) throws SQLException {
    if (types(before.fields()).equals(types(after.fields()))) {
      return after;
    }
    var moved = after.with(tables.newRelation(c), after.rows(), after.columnBytes());
    tables.createRelation(c, moved);
    if (!before.fields().isEmpty()) {
      var select = Reshape.selectList(before.fields(), after.fields());
      Sql.run(c, "INSERT INTO %s SELECT %s FROM %s".formatted(moved.from(), select, before.from()));
    }
    tables.dropRelation(c, before);
    return moved.with(moved.relation(), moved.rows(), tables.measure(c, moved, 0));
  }

  private static List<String> types(List<Field> fields) {
    return fields.stream()
        .map(field -> field.name() + " " + DuckType.of(field))
        .collect(Collectors.toList());
  }
}
