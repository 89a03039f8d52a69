package io.bridge.cloud.bigquery.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.sql.CompiledStatement;
import io.bridge.cloud.bigquery.sql.Effect;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.TableColumns;
import io.bridge.cloud.bigquery.sql.WarehouseTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statement is about.
 *
 * @param type of the statement, as in BigQuery's job statistics
 * @param table empty for the dataset as a whole
 * @param location where the job was asked to run; may be null
 */
public record Target(String type, String dataset, String table, String location) {

  /** Whether it names a table that has to be there. */
  boolean isTable(String otherDataset, String otherTable) {
    return dataset.equals(otherDataset) && table.equals(otherTable);
  }

  /** What the caller needs on the dataset of the table that the statement is about. */
  List<String> permissions() {
    return switch (type) {
      case "INSERT", "TRUNCATE_TABLE" -> List.of("bigquery.tables.updateData");
      case "UPDATE", "DELETE", "MERGE" ->
          List.of("bigquery.tables.updateData", "bigquery.tables.getData");
      case "ALTER_TABLE", "ALTER_VIEW" -> List.of("bigquery.tables.get", "bigquery.tables.update");
      default -> List.of("bigquery.tables.getData");
    };
  }

  /** By BigQuery's rules, changing rows costs all columns of the table, and adding rows none. */
  List<TableColumns> reads(CompiledStatement statement) {
    var reads = new ArrayList<>(statement.reads());
    switch (statement.effect()) {
      case Effect.Change change -> {
        var target = read(statement);
        reads.remove(target);
        boolean only = change.clauses().stream().allMatch("INSERT"::equals);
        var columns = change.table().fields().stream().map(Field::name).toList();
        var all = new TableColumns(change.table(), columns, target.parts(), null);
        reads.addFirst(only ? target : all);
      }
      case Effect.Truncate _ -> reads.clear();
      default -> {}
    }
    return reads;
  }

  private TableColumns read(CompiledStatement statement) {
    return statement.reads().stream().filter(read -> is(read.table())).findFirst().orElseThrow();
  }

  private boolean is(WarehouseTable other) {
    return isTable(other.dataset(), other.name());
  }

  /** What a definition says of its target before it ran. */
  ObjectNode statistics(String project) {
    var statistics = JsonNodeFactory.instance.objectNode();
    if (!type.matches("(CREATE|ALTER|DROP)_.*")) {
      return statistics;
    }
    var name = table.isEmpty() ? "ddlTargetDataset" : "ddlTargetTable";
    var node = statistics.putObject(name).put("projectId", project).put("datasetId", dataset);
    if (!table.isEmpty()) {
      node.put("tableId", table);
    }
    return statistics;
  }
}
