package io.bridge.cloud.contract;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.QueryResultsOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.Dataset;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.cloud.dispatch.TestCloud;
import io.bridge.cloud.tls.Tls;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** BigQuery's calls. */
final class BigQueryContract implements ContractClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

  private final BigQuery bigQuery;

  BigQueryContract(TestCloud cloud, Credentials who) throws GeneralSecurityException, IOException {
    NetHttpTransport transport =
        new NetHttpTransport.Builder()
            .trustCertificates(Tls.open(cloud.cloud().trustStore()))
            .build();
    bigQuery =
        BigQueryOptions.newBuilder()
            .setProjectId(TestCloud.PROJECT)
            .setHost(cloud.cloud().https().toString())
            .setCredentials(who)
            .setTransportOptions(
                HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build())
            .build()
            .getService();
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    String sql = with.path("sql").asText();
    String dataset = with.path("dataset").asText();
    TableId table = TableId.of(dataset, with.path("table").asText());
    return switch (call) {
      case "createDataset" -> answer(bigQuery.create(dataset(with)));
      case "getDataset" -> answer(required(bigQuery.getDataset(dataset)));
      case "deleteDataset" -> Map.of("deleted", bigQuery.delete(dataset));
      case "createTable" -> createTable(table, with.path("schema"));
      case "insertRows" -> insertRows(table, with.path("rows"));
      case "deleteTable" -> Map.of("deleted", bigQuery.delete(table));
      case "readTable" ->
          rows(
              bigQuery.listTableData(
                  table, required(bigQuery.getTable(table)).getDefinition().getSchema()));
      case "query" -> query(sql, with);
      case "dryRun" -> dryRun(sql);
      case "queryJob" -> queryJob(sql, JobId.of(with.path("jobId").asText()));
      case "getJob" -> state(required(bigQuery.getJob(JobId.of(with.path("jobId").asText()))));
      default -> throw ContractClient.unknown(call);
    };
  }

  private static DatasetInfo dataset(JsonNode with) {
    Map<String, String> labels = new HashMap<>();
    with.path("labels").properties().forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
    return DatasetInfo.newBuilder(with.path("dataset").asText()).setLabels(labels).build();
  }

  private static Map<String, Object> answer(Dataset dataset) {
    return Map.of("dataset", dataset.getDatasetId().getDataset(), "labels", dataset.getLabels());
  }

  private Map<String, Object> createTable(TableId table, JsonNode schema) {
    List<Field> fields = new ArrayList<>();
    for (JsonNode field : schema) {
      fields.add(
          Field.newBuilder(
                  field.path("name").asText(),
                  LegacySQLTypeName.valueOfStrict(field.path("type").asText()))
              .setMode(Field.Mode.valueOf(field.path("mode").asText("NULLABLE")))
              .build());
    }
    Schema made =
        bigQuery
            .create(TableInfo.of(table, StandardTableDefinition.of(Schema.of(fields))))
            .getDefinition()
            .getSchema();
    return Map.of("columns", made.getFields().stream().map(Field::getName).toList());
  }

  private Map<String, Object> insertRows(TableId table, JsonNode rows) {
    InsertAllRequest.Builder request = InsertAllRequest.newBuilder(table);
    for (JsonNode row : rows) {
      request.addRow(JSON.convertValue(row, ROW));
    }
    return Map.of("failed", bigQuery.insertAll(request.build()).getInsertErrors().size());
  }

  private Map<String, Object> query(String sql, JsonNode with) throws InterruptedException {
    QueryJobConfiguration.Builder query = QueryJobConfiguration.newBuilder(sql);
    with.path("params")
        .properties()
        .forEach(
            it ->
                query.addNamedParameter(
                    it.getKey(),
                    it.getValue().isNumber()
                        ? QueryParameterValue.int64(it.getValue().longValue())
                        : QueryParameterValue.string(it.getValue().asText())));
    if (with.has("pageSize")) {
      query.setMaxResults(with.path("pageSize").longValue());
    }
    return rows(bigQuery.query(query.build()));
  }

  private Map<String, Object> dryRun(String sql) {
    Job job =
        bigQuery.create(JobInfo.of(QueryJobConfiguration.newBuilder(sql).setDryRun(true).build()));
    QueryStatistics statistics = job.getStatistics();
    return Map.of("bytes", String.valueOf(statistics.getTotalBytesProcessed()));
  }

  private Map<String, Object> queryJob(String sql, JobId id) throws InterruptedException {
    Job job = bigQuery.create(JobInfo.of(id, QueryJobConfiguration.of(sql))).waitFor();
    Map<String, Object> answer =
        new HashMap<>(rows(job.getQueryResults(QueryResultsOption.pageSize(100))));
    answer.putAll(state(job));
    return answer;
  }

  private static Map<String, Object> state(Job job) {
    return Map.of("state", job.getStatus().getState().name());
  }

  /** The client makes null of a 404. */
  private static <T> T required(T found) {
    if (found == null) {
      throw new BigQueryException(404, "Not found");
    }
    return found;
  }

  private static Map<String, Object> rows(TableResult result) {
    List<Object> rows = new ArrayList<>();
    for (FieldValueList row : result.iterateAll()) {
      rows.add(row(row, result.getSchema().getFields()));
    }
    return Map.of("rows", rows);
  }

  private static List<Object> row(FieldValueList row, FieldList fields) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(value(row.get(i), fields.get(i)));
    }
    return values;
  }

  /** One text for a value, whatever the client makes of it. */
  private static Object value(FieldValue value, Field field) {
    if (value.isNull()) {
      return null;
    }
    if (value.getAttribute() == FieldValue.Attribute.REPEATED) {
      Field one = field.toBuilder().setMode(Field.Mode.NULLABLE).build();
      List<Object> all = new ArrayList<>();
      value.getRepeatedValue().forEach(each -> all.add(value(each, one)));
      return all;
    }
    return switch (field.getType().getStandardType()) {
      case STRUCT -> row(value.getRecordValue(), field.getSubFields());
      case TIMESTAMP -> String.valueOf(value.getTimestampValue());
      case FLOAT64 -> new BigDecimal(value.getStringValue()).stripTrailingZeros().toPlainString();
      default -> value.getStringValue();
    };
  }

  @Override
  public void close() {}
}
