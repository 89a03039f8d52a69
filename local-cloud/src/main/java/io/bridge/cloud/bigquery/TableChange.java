package io.bridge.cloud.bigquery;

import io.bridge.cloud.bigquery.query.QueryEngine;
import io.bridge.cloud.bigquery.schema.SchemaChange;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Partitioning;
import io.bridge.cloud.bigquery.warehouse.Reshaping;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** Applies tables.patch and tables.update: words, and the legal changes of a schema. */
final class TableChange {
  private final Tables tables;
  private final QueryEngine queries;
  private final Clock clock;

  TableChange(Tables tables, QueryEngine queries, Clock clock) {
    this.tables = tables;
    this.queries = queries;
    this.clock = clock;
  }

  /**
   * Changes a table.
   *
   * @param replace whether what the request does not say goes away, as tables.update has it
   * @throws io.bridge.cloud.http.GoogleError 400 for a schema change that BigQuery refuses
   */
  Table apply(Connection c, Principal caller, Table before, Body body, boolean replace)
      throws SQLException {
    var definition = definition(before, body, replace);
    if (before.isView()) {
      return view(c, caller, before, body, definition, replace);
    }
    var schema = body.object("schema");
    boolean keeps = schema == null || !schema.has("fields");
    var fields = keeps ? before.fields() : SchemaJson.read(schema);
    new SchemaChange(tables.name(before.dataset(), before.id()))
        .requireLegal(before.fields(), fields);
    var changed = before.with(details(before, body, replace), fields, clock.millis());
    var after = changed.with(definition.requireColumns(fields));
    return tables.update(c, new Reshaping(tables).apply(c, before, after));
  }

  /** The schema of a view is that of its query; a request can only add descriptions to it. */
  private Table view(
      Connection c,
      Principal caller,
      Table before,
      Body body,
      Definition definition,
      boolean replace)
      throws SQLException {
    boolean same = definition.view().equals(before.definition().view());
    var columns =
        same ? before.fields() : queries.viewColumns(c, before, definition.view(), caller);
    var schema = body.object("schema");
    if (schema != null && schema.has("fields")) {
      var described = SchemaJson.read(schema);
      new SchemaChange(tables.name(before.dataset(), before.id())).requireLegal(columns, described);
      columns = described;
    }
    var after = before.with(details(before, body, replace), columns, clock.millis());
    return tables.update(c, after.with(definition));
  }

  private static Details details(Table before, Body body, boolean replace) {
    return (replace ? Details.none() : before.details()).patch(body);
  }

  /** A table stays a table and a view a view, and partitions stay what they are. */
  private static Definition definition(Table before, Body body, boolean replace) {
    var old = before.definition();
    var kept = replace ? old.settled() : old;
    var changed = kept.patch(body);
    if (changed.isView() != old.isView()) {
      throw GoogleError.invalid("Cannot change the type of table " + before.id());
    }
    if (!Partitioning.same(old.partitioning(), changed.partitioning())) {
      throw GoogleError.invalid(
          "Cannot change partitioning spec for table %s.%s"
              .formatted(before.dataset(), before.id()));
    }
    return changed;
  }
}
