package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.labels;
import static io.bridge.cloud.contract.bigquery.Arguments.required;
import static io.bridge.cloud.contract.bigquery.Arguments.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.TableListOption;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import io.bridge.cloud.contract.ContractClient.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables and views. */
record TableCalls(BigQuery bigQuery) {

  Map<String, Call> calls() {
    return Map.of(
        "createTable",
        with -> answer(bigQuery.create(info(with))),
        "getTable",
        with -> answer(required(bigQuery.getTable(table(with)))),
        "updateTable",
        this::update,
        "deleteTable",
        this::delete,
        "listTables",
        this::list,
        "listModels",
        with -> bigQuery.listModels(with.path("dataset").asText()),
        "listRoutines",
        with -> bigQuery.listRoutines(with.path("dataset").asText()),
        "getPolicy",
        with -> bigQuery.getIamPolicy(table(with)));
  }

  private static TableInfo info(JsonNode with) {
    TableInfo.Builder info =
        TableInfo.newBuilder(table(with), Definitions.read(with))
            .setLabels(labels(with))
            .setDescription(with.path("description").textValue());
    if (with.has("requirePartitionFilter")) {
      info.setRequirePartitionFilter(with.path("requirePartitionFilter").asBoolean());
    }
    return info.build();
  }

  /** Reads the table, changes what is named and writes all of it back. */
  private Map<String, Object> update(JsonNode with) {
    Table before = required(bigQuery.getTable(table(with)));
    Table.Builder changed = before.toBuilder();
    if (with.has("schema")) {
      StandardTableDefinition definition = before.getDefinition();
      Schema schema = Schemas.read(with.path("schema"));
      changed.setDefinition(definition.toBuilder().setSchema(schema).build());
    }
    if (with.has("view")) {
      changed.setDefinition(Definitions.read(with));
    }
    if (with.has("labels")) {
      changed.setLabels(labels(with));
    }
    if (with.has("description")) {
      changed.setDescription(with.path("description").textValue());
    }
    return answer(changed.build().update());
  }

  private Object delete(JsonNode with) {
    required(bigQuery.delete(table(with)));
    return Map.of();
  }

  private Map<String, Object> list(JsonNode with) {
    List<String> found =
        bigQuery
            .listTables(
                with.path("dataset").asText(),
                TableListOption.pageSize(with.path("pageSize").asLong(100)))
            .streamAll()
            .map(it -> it.getTableId().getTable() + " " + it.getDefinition().getType().name())
            .toList();
    return Map.of("tables", found);
  }

  private static Map<String, Object> answer(Table table) {
    TableDefinition definition = table.getDefinition();
    Map<String, Object> answer = new HashMap<>();
    answer.put("kind", definition.getType().name());
    answer.put("columns", Schemas.names(definition.getSchema()));
    answer.put("schema", Schemas.columns(definition.getSchema()));
    answer.put("labels", table.getLabels());
    answer.put("description", table.getDescription());
    answer.put("etag", table.getEtag());
    switch (definition) {
      case StandardTableDefinition standard -> describe(standard, table, answer);
      case ViewDefinition view -> answer.put("view", view.getQuery());
      default -> throw new IllegalArgumentException(definition.toString());
    }
    return answer;
  }

  private static void describe(
      StandardTableDefinition definition, Table table, Map<String, Object> answer) {
    answer.put("rows", String.valueOf(table.getNumRows()));
    answer.put("bytes", String.valueOf(table.getNumBytes()));
    TimePartitioning parts = definition.getTimePartitioning();
    if (parts != null) {
      answer.put("partitions", parts.getType() + " of " + parts.getField());
    }
    answer.put("requirePartitionFilter", table.getRequirePartitionFilter());
    Clustering clustering = definition.getClustering();
    answer.put("clustering", clustering == null ? null : clustering.getFields());
  }
}
