package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.job;
import static io.bridge.cloud.contract.bigquery.Arguments.required;
import static io.bridge.cloud.contract.bigquery.Arguments.table;
import static io.bridge.cloud.contract.bigquery.Arguments.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQuery.JobListOption;
import com.google.cloud.bigquery.CopyJobConfiguration;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.JobStatistics.QueryStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.TableId;
import io.bridge.cloud.contract.ContractClient.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs as such, and those that copy tables. */
record JobCalls(BigQuery bigQuery) {

  Map<String, Call> calls() {
    return Map.of(
        "getJob",
        with -> answer(required(bigQuery.getJob(job(with)))),
        "cancelJob",
        this::cancel,
        "listJobs",
        this::list,
        "listChildren",
        this::children,
        "copyTables",
        this::copy);
  }

  private Map<String, Object> cancel(JsonNode with) {
    required(bigQuery.cancel(job(with)));
    return answer(bigQuery.getJob(job(with)));
  }

  /** Of those that are asked for, the ones there are, as they come. */
  private Map<String, Object> list(JsonNode with) {
    List<String> among = texts(with.path("among"));
    List<JobListOption> options = new ArrayList<>();
    options.add(JobListOption.pageSize(with.path("pageSize").asLong()));
    if (with.has("state")) {
      options.add(JobListOption.stateFilter(JobStatus.State.valueOf(with.path("state").asText())));
    }
    return Map.of(
        "jobs",
        bigQuery
            .listJobs(options.toArray(JobListOption[]::new))
            .streamAll()
            .map(job -> job.getJobId().getJob())
            .filter(among::contains)
            .toList());
  }

  /** The statements of a script, in the order of their names. */
  private Map<String, Object> children(JsonNode with) {
    return Map.of(
        "types",
        bigQuery
            .listJobs(JobListOption.parentJobId(with.path("jobId").asText()))
            .streamAll()
            .map(Job::reload)
            .map(job -> job.<QueryStatistics>getStatistics().getStatementType().name())
            .sorted()
            .toList());
  }

  private Map<String, Object> copy(JsonNode with) throws InterruptedException {
    List<TableId> from =
        texts(with.path("from")).stream()
            .map(table -> TableId.of(with.path("dataset").asText(), table))
            .toList();
    CopyJobConfiguration.Builder copy = CopyJobConfiguration.newBuilder(table(with), from);
    if (with.has("writeDisposition")) {
      copy.setWriteDisposition(WriteDisposition.valueOf(with.path("writeDisposition").asText()));
    }
    if (with.has("createDisposition")) {
      copy.setCreateDisposition(CreateDisposition.valueOf(with.path("createDisposition").asText()));
    }
    return EndedJob.run(bigQuery, copy.build());
  }

  private static Map<String, Object> answer(Job job) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("state", job.getStatus().getState().name());
    answer.put("location", job.getJobId().getLocation());
    return answer;
  }
}
