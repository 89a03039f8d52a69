package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.query.QueryEngine;
import io.bridge.cloud.bigquery.row.RowReader;
import io.bridge.cloud.bigquery.row.Selection;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Details;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Etag;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.bigquery.wire.PageToken;
import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code tables.*} and {@code tabledata.list}. */
final class TableCalls {
  private static final long DEFAULT_PAGE = 50;
  private static final long MAX_PAGE = 1000;

  private final Access access;
  private final Datasets datasets;
  private final Tables tables;
  private final TableJson json;
  private final TableChange change;
  private final QueryEngine queries;

  TableCalls(Access access, QueryEngine queries) {
    this.access = access;
    this.queries = queries;
    this.datasets = access.datasets();
    this.tables = access.tables();
    this.json = new TableJson(access.project());
    this.change = new TableChange(tables, queries, access.clock());
  }

  JsonNode list(Call call) {
    var dataset = Names.dataset(call.path("dataset"));
    var all =
        access
            .warehouse()
            .read(
                c -> {
                  granted(c, call, dataset, "bigquery.tables.list");
                  return tables.list(c, dataset);
                });
    return page(call, dataset, all);
  }

  JsonNode insert(Call call) {
    var dataset = Names.dataset(call.path("dataset"));
    var body = json.known(call.body());
    var reference = body.requiredObject("tableReference");
    var id = Names.table(reference.required("tableId"));
    var named = reference.text("datasetId");
    if (named != null && !named.equals(dataset)) {
      throw GoogleError.invalid("tableReference.datasetId differs from the path");
    }
    var schema = body.object("schema");
    List<Field> fields =
        schema == null || !schema.has("fields") ? List.of() : SchemaJson.read(schema);
    return locked(call, id, () -> write(c -> insert(c, call, id, body, fields)));
  }

  JsonNode get(Call call) {
    return json.resource(access.warehouse().read(c -> readable(c, call, "bigquery.tables.get")));
  }

  JsonNode patch(Call call) {
    return change(call, false);
  }

  JsonNode update(Call call) {
    return change(call, true);
  }

  JsonNode delete(Call call) {
    var id = call.path("table");
    return locked(
        call,
        id,
        () ->
            write(
                c -> {
                  var table = writable(c, call, "bigquery.tables.delete");
                  tables.remove(c, table);
                  return null;
                }));
  }

  JsonNode data(Call call) {
    return access
        .warehouse()
        .read(c -> data(c, call, readable(c, call, "bigquery.tables.getData")));
  }

  private ObjectNode insert(Connection c, Call call, String id, Body body, List<Field> fields)
      throws SQLException {
    var dataset = granted(c, call, call.path("dataset"), "bigquery.tables.create");
    long now = access.clock().millis();
    var definition = Definition.none().patch(body);
    if (definition.isView() && !fields.isEmpty()) {
      throw GoogleError.invalid("Schema field shouldn't be used as input with a view");
    }
    var table =
        new Table(
            dataset.id(),
            id,
            Tables.newRelation(),
            dataset.location(),
            fields,
            Details.none().patch(body),
            0,
            new TreeMap<>(),
            call.caller().email(),
            now,
            now,
            null,
            definition.requireColumns(fields));
    if (table.isView()) {
      var columns = queries.viewColumns(c, table, definition.view(), call.caller());
      return json.resource(tables.insert(c, table.with(table.details(), columns, now)));
    }
    tables.insert(c, table);
    tables.createRelation(c, table);
    return json.resource(table);
  }

  private JsonNode change(Call call, boolean replace) {
    var body = json.known(call.body());
    return locked(
        call,
        call.path("table"),
        () ->
            write(
                c -> {
                  var before = writable(c, call, "bigquery.tables.update");
                  return json.resource(change.apply(c, call.caller(), before, body, replace));
                }));
  }

  private ObjectNode data(Connection c, Call call, Table table) throws SQLException {
    if (table.isView()) {
      throw GoogleError.invalid("Cannot list a table of type VIEW.");
    }
    var rows = new RowRange(table).of(call);
    var selection = Selection.of(table.fields(), call.query("selectedFields"));
    var page =
        new RowReader(table, selection, rows.timestamps()).page(c, rows.from(), rows.limit());
    var answer = JsonNodeFactory.instance.objectNode();
    answer.put("kind", "bigquery#tableDataList");
    answer.put("etag", table.etag());
    answer.put("totalRows", Long.toString(table.rows()));
    new RowRange(table).write(answer, page);
    return answer;
  }

  private ObjectNode page(Call call, String dataset, List<Table> all) {
    var context = "tables " + dataset;
    var after = PageToken.position(context, call.query("pageToken"));
    long limit = Math.min(MAX_PAGE, call.number("maxResults", DEFAULT_PAGE));
    var left = all.stream().filter(t -> after == null || t.id().compareTo(after) > 0).toList();
    var page = left.subList(0, (int) Math.min(limit, left.size()));
    var answer = JsonNodeFactory.instance.objectNode().put("kind", "bigquery#tableList");
    answer.put("etag", Etag.of(page.toString()));
    var items = answer.putArray("tables");
    page.forEach(table -> items.add(json.item(table)));
    answer.put("totalItems", all.size());
    if (page.size() < left.size() && !page.isEmpty()) {
      answer.put("nextPageToken", new PageToken(context, page.getLast().id()).encode());
    }
    return answer;
  }

  /** A table to read; the anonymous result of a query is readable for who ran it. */
  private Table readable(Connection c, Call call, String permission) throws SQLException {
    var dataset = call.path("dataset");
    var found = tables.find(c, dataset, call.path("table"));
    if (found.isPresent() && found.get().isResult()) {
      access.grants().onResult(call.caller(), found.get());
      return found.get();
    }
    granted(c, call, dataset, permission);
    return found.orElseThrow(() -> tables.notFound(dataset, call.path("table")));
  }

  private Table writable(Connection c, Call call, String permission) throws SQLException {
    granted(c, call, call.path("dataset"), permission);
    var table = tables.require(c, call.path("dataset"), call.path("table"));
    Etag.require(call.ifMatch(), table.etag());
    return table;
  }

  private Dataset granted(Connection c, Call call, String id, String permission)
      throws SQLException {
    return access.grants().onExisting(call.caller(), permission, id, datasets.find(c, id));
  }

  private JsonNode locked(Call call, String table, Supplier<JsonNode> work) {
    return access.locks().table(call.path("dataset"), table, work);
  }

  private JsonNode write(Warehouse.Work<JsonNode> work) {
    return access.warehouse().write(work);
  }
}
