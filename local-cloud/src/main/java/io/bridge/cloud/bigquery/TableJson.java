package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.schema.SchemaJson;
import io.bridge.cloud.bigquery.warehouse.Definition;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Labels;
import java.util.HashSet;
import java.util.Set;

/** Tables as BigQuery's REST API writes them. */
final class TableJson {
  private static final Set<String> USED =
      Set.of("tableReference", "schema", "friendlyName", "description", "labels");
  private static final Set<String> OUTPUT_ONLY =
      Set.of(
          "kind",
          "etag",
          "id",
          "selfLink",
          "creationTime",
          "lastModifiedTime",
          "location",
          "type",
          "numRows",
          "numBytes",
          "numLongTermBytes",
          "numPhysicalBytes",
          "numActiveLogicalBytes",
          "numLongTermLogicalBytes",
          "numTotalLogicalBytes",
          "numTotalPhysicalBytes",
          "numActivePhysicalBytes",
          "numLongTermPhysicalBytes",
          "numTimeTravelPhysicalBytes",
          "numPartitions");

  private final String project;

  TableJson(String project) {
    this.project = project;
  }

  /** Refuses settings of a table that are not emulated. */
  Body known(Body body) {
    var used = new HashSet<>(USED);
    used.addAll(Definition.KEYS);
    return body.known(used, OUTPUT_ONLY);
  }

  ObjectNode resource(Table table) {
    var node = item(table);
    node.put("etag", table.etag());
    node.put(
        "selfLink",
        "https://bigquery.googleapis.com/bigquery/v2/projects/%s/datasets/%s/tables/%s"
            .formatted(project, table.dataset(), table.id()));
    table.details().write(node);
    table.definition().write(project, node);
    node.set("schema", schema(table));
    node.put("lastModifiedTime", Long.toString(table.modifiedMs()));
    node.put("location", table.location());
    node.put("numRows", Long.toString(table.rows()));
    var bytes = Long.toString(table.bytes());
    node.put("numBytes", bytes);
    node.put("numLongTermBytes", "0");
    node.put("numActiveLogicalBytes", bytes);
    node.put("numLongTermLogicalBytes", "0");
    node.put("numTotalLogicalBytes", bytes);
    return node;
  }

  private static ObjectNode schema(Table table) {
    var schema = SchemaJson.write(table.fields());
    for (var field : schema.path("fields")) {
      var value = table.definition().defaults().get(field.path("name").asText());
      if (value != null) {
        ((ObjectNode) field).put("defaultValueExpression", value);
      }
    }
    return schema;
  }

  /** One entry of tables.list. */
  ObjectNode item(Table table) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("kind", "bigquery#table");
    node.put("id", project + ":" + table.dataset() + "." + table.id());
    node.putObject("tableReference")
        .put("projectId", project)
        .put("datasetId", table.dataset())
        .put("tableId", table.id());
    if (table.details().friendlyName() != null) {
      node.put("friendlyName", table.details().friendlyName());
    }
    Labels.write(node, table.details().labels());
    node.put("type", table.isView() ? "VIEW" : "TABLE");
    node.put("creationTime", Long.toString(table.createdMs()));
    if (table.definition().partitioning() != null) {
      table.definition().partitioning().write(node);
    }
    if (!table.definition().clustering().isEmpty()) {
      table
          .definition()
          .clustering()
          .forEach(node.withObject("/clustering").withArray("/fields")::add);
    }
    if (table.isView()) {
      node.putObject("view").put("useLegacySql", false);
    }
    if (table.definition().expiresMs() != null) {
      node.put("expirationTime", table.definition().expiresMs().toString());
    }
    if (table.isResult()) {
      node.put("expirationTime", table.expiresMs().toString());
    }
    return node;
  }
}
