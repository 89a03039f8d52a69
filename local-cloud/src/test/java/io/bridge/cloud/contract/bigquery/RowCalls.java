package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.job;
import static io.bridge.cloud.contract.bigquery.Arguments.required;
import static io.bridge.cloud.contract.bigquery.Arguments.table;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.QueryResultsOption;
import com.google.cloud.bigquery.BigQuery.TableDataListOption;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.TableResult;
import io.bridge.cloud.contract.ContractClient.Call;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows that are put into a table, and pages of those there are. */
record RowCalls(BigQuery bigQuery) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

  Map<String, Call> calls() {
    return Map.of(
        "insertRows", this::insert, "readTable", this::read, "readResults", this::results);
  }

  private Map<String, Object> insert(JsonNode with) {
    InsertAllRequest.Builder request =
        InsertAllRequest.newBuilder(table(with))
            .setSkipInvalidRows(with.path("skipInvalidRows").asBoolean())
            .setIgnoreUnknownValues(with.path("ignoreUnknownValues").asBoolean());
    if (with.has("templateSuffix")) {
      request.setTemplateSuffix(with.path("templateSuffix").asText());
    }
    for (int i = 0; i < with.path("rows").size(); i++) {
      Map<String, Object> row = JSON.convertValue(with.path("rows").path(i), ROW);
      request.addRow(with.path("ids").path(i).textValue(), row);
    }
    Map<Long, List<BigQueryError>> failed = bigQuery.insertAll(request.build()).getInsertErrors();
    List<List<String>> errors = new ArrayList<>();
    new TreeMap<>(failed)
        .forEach((row, all) -> all.forEach(error -> errors.add(describe(row, error))));
    return Map.of("failed", failed.size(), "errors", errors);
  }

  private static List<String> describe(long row, BigQueryError error) {
    return Arrays.asList(
        String.valueOf(row), error.getReason(), error.getLocation(), error.getMessage());
  }

  private Map<String, Object> read(JsonNode with) {
    Schema schema = required(bigQuery.getTable(table(with))).getDefinition().getSchema();
    List<TableDataListOption> options = new ArrayList<>();
    if (with.has("pageSize")) {
      options.add(TableDataListOption.pageSize(with.path("pageSize").asLong()));
    }
    if (with.has("startIndex")) {
      options.add(TableDataListOption.startIndex(with.path("startIndex").asLong()));
    }
    if (with.has("token")) {
      options.add(TableDataListOption.pageToken(with.path("token").asText()));
    }
    TableResult found =
        bigQuery.listTableData(table(with), schema, options.toArray(TableDataListOption[]::new));
    return with.has("pageSize") ? Rows.page(found) : Rows.all(found);
  }

  private Map<String, Object> results(JsonNode with) throws InterruptedException {
    List<QueryResultsOption> options = new ArrayList<>();
    options.add(QueryResultsOption.pageSize(with.path("pageSize").asLong()));
    if (with.has("startIndex")) {
      options.add(QueryResultsOption.startIndex(with.path("startIndex").asLong()));
    }
    if (with.has("token")) {
      options.add(QueryResultsOption.pageToken(with.path("token").asText()));
    }
    return Rows.page(
        required(bigQuery.getJob(job(with)))
            .getQueryResults(options.toArray(QueryResultsOption[]::new)));
  }
}
