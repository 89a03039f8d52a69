package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.job;
import static io.bridge.cloud.contract.bigquery.Arguments.labels;
import static io.bridge.cloud.contract.bigquery.Arguments.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.QueryResultsOption;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DmlStats;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.bridge.cloud.contract.ContractClient.Call;
import java.util.HashMap;
import java.util.Map;

/** Statements: by one call, as jobs, and only looked at. */
record QueryCalls(BigQuery bigQuery) {

  Map<String, Call> calls() {
    return Map.of(
        "query", this::query,
        "queryJob", this::queryJob,
        "startJob", this::start,
        "endedJob", with -> EndedJob.run(bigQuery, configuration(with).build()),
        "dryRun", this::dryRun);
  }

  private static QueryJobConfiguration.Builder configuration(JsonNode with) {
    QueryJobConfiguration.Builder query =
        QueryJobConfiguration.newBuilder(with.path("sql").asText());
    QueryParameters.add(query, with.path("params"), with.path("types"));
    if (with.has("pageSize")) {
      query.setMaxResults(with.path("pageSize").longValue());
    }
    if (with.has("defaultDataset")) {
      query.setDefaultDataset(with.path("defaultDataset").asText());
    }
    if (with.has("maximumBytesBilled")) {
      query.setMaximumBytesBilled(with.path("maximumBytesBilled").asLong());
    }
    if (with.has("useQueryCache")) {
      query.setUseQueryCache(with.path("useQueryCache").asBoolean());
    }
    if (with.has("labels")) {
      query.setLabels(labels(with));
    }
    if (with.has("into")) {
      query.setDestinationTable(table(with.path("into")));
    }
    if (with.has("writeDisposition")) {
      query.setWriteDisposition(WriteDisposition.valueOf(with.path("writeDisposition").asText()));
    }
    if (with.has("createDisposition")) {
      query.setCreateDisposition(
          CreateDisposition.valueOf(with.path("createDisposition").asText()));
    }
    return query;
  }

  private Map<String, Object> query(JsonNode with) throws InterruptedException {
    return Rows.all(bigQuery.query(configuration(with).build()));
  }

  private Map<String, Object> queryJob(JsonNode with) throws InterruptedException {
    QueryJobConfiguration query = configuration(with).build();
    JobInfo info = with.has("jobId") ? JobInfo.of(job(with), query) : JobInfo.of(query);
    Job made = bigQuery.create(info);
    // The client makes of a 409 the job there is.
    if (!made.<QueryJobConfiguration>getConfiguration().getQuery().equals(query.getQuery())) {
      throw new BigQueryException(409, "Another job has the id " + made.getJobId());
    }
    Job job = made.waitFor();
    Map<String, Object> answer =
        new HashMap<>(Rows.all(job.getQueryResults(QueryResultsOption.pageSize(100))));
    answer.put("state", job.getStatus().getState().name());
    answer.put("labels", job.<QueryJobConfiguration>getConfiguration().getLabels());
    answer.putAll(describe(job.getStatistics()));
    return answer;
  }

  /** Does not wait for its end. */
  private Object start(JsonNode with) {
    bigQuery.create(JobInfo.of(job(with), configuration(with).build()));
    return Map.of();
  }

  private Map<String, Object> dryRun(JsonNode with) {
    Job job = bigQuery.create(JobInfo.of(configuration(with).setDryRun(true).build()));
    QueryStatistics statistics = job.getStatistics();
    Map<String, Object> answer = new HashMap<>(describe(statistics));
    if (statistics.getSchema() != null) {
      answer.put("columns", Schemas.names(statistics.getSchema()));
    }
    return answer;
  }

  private static Map<String, Object> describe(QueryStatistics statistics) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("type", String.valueOf(statistics.getStatementType()));
    answer.put("bytes", String.valueOf(statistics.getTotalBytesProcessed()));
    answer.put("billed", String.valueOf(statistics.getTotalBytesBilled()));
    answer.put("cacheHit", statistics.getCacheHit());
    answer.put("children", count(statistics.getNumChildJobs()));
    answer.put("affected", count(statistics.getNumDmlAffectedRows()));
    DmlStats changed = statistics.getDmlStats();
    if (changed != null) {
      answer.put("inserted", count(changed.getInsertedRowCount()));
      answer.put("updated", count(changed.getUpdatedRowCount()));
      answer.put("deleted", count(changed.getDeletedRowCount()));
    }
    return answer;
  }

  private static String count(Long count) {
    return String.valueOf(count == null ? 0 : count);
  }
}
