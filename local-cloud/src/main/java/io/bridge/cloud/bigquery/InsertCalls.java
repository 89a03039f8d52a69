package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.bigquery.stream.InsertRequest;
import io.bridge.cloud.bigquery.stream.Streaming;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.TreeMap;

/** {@code tabledata.insertAll}. */
final class InsertCalls {
  private static final int MAX_REQUEST_BYTES = 10 * 1024 * 1024;

  private final Access access;
  private final Tables tables;
  private final Streaming streaming;

  InsertCalls(Access access) {
    this.access = access;
    this.tables = access.tables();
    this.streaming = new Streaming(tables, access.clock());
  }

  JsonNode insertAll(Call call) {
    var request = InsertRequest.read(body(call));
    var dataset = Names.dataset(call.path("dataset"));
    var base = base(call.path("table"));
    var id = request.suffix() == null ? base : Names.table(base + request.suffix());
    try {
      return access
          .locks()
          .table(
              dataset,
              id,
              () -> {
                var inserted = access.warehouse().write(c -> insert(c, call, base, id, request));
                inserted.keep().run();
                return inserted.answer();
              });
    } catch (Streaming.Refused e) {
      return e.answer();
    }
  }

  private Streaming.Inserted insert(
      Connection c, Call call, String base, String id, InsertRequest request) throws SQLException {
    var dataset = call.path("dataset");
    var found = access.datasets().find(c, dataset);
    access.grants().onExisting(call.caller(), "bigquery.tables.updateData", dataset, found);
    var template = tables.require(c, dataset, base);
    var existing = base.equals(id) ? template : tables.find(c, dataset, id).orElse(null);
    if (existing == null) {
      access.grants().onExisting(call.caller(), "bigquery.tables.create", dataset, found);
      existing = create(c, call, template, id);
    }
    return streaming.insert(c, existing, request);
  }

  private Table create(Connection c, Call call, Table template, String id) throws SQLException {
    long now = access.clock().millis();
    var made =
        new Table(
            template.dataset(),
            id,
            Tables.newRelation(),
            template.location(),
            template.fields(),
            template.details(),
            0,
            new TreeMap<>(),
            call.caller().email(),
            now,
            now,
            null,
            template.definition());
    tables.createRelation(c, made);
    return tables.insert(c, made);
  }

  private static Body body(Call call) {
    var bytes = Json.bytes(call.http());
    if (bytes.length > MAX_REQUEST_BYTES) {
      throw new GoogleError(
          413, "uploadTooLarge", "Request payload size exceeds the limit: 10485760 bytes.");
    }
    return new Body("", Json.read(bytes));
  }

  /** Rows find their partition by their column; nobody else may say it for them. */
  private static String base(String table) {
    int decorator = table.indexOf('$');
    if (decorator >= 0) {
      throw GoogleError.invalid(
          "Streaming to metadata partition of column based partitioning table %s is disallowed."
              .formatted(Names.table(table.substring(0, decorator))));
    }
    return Names.table(table);
  }
}
