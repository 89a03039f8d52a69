package io.bridge.cloud.contract.bigquery;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.JobStatistics.CopyStatistics;
import com.google.cloud.bigquery.JobStatistics.ExtractStatistics;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a job ended: a failed one too is an answer, with what it failed by. */
final class EndedJob {
  private EndedJob() {}

  static Map<String, Object> run(BigQuery bigQuery, JobConfiguration configuration)
      throws InterruptedException {
    return of(bigQuery, bigQuery.create(JobInfo.of(configuration)));
  }

  static Map<String, Object> of(BigQuery bigQuery, Job job) throws InterruptedException {
    return describe(ended(bigQuery, job));
  }

  private static Job ended(BigQuery bigQuery, Job job) throws InterruptedException {
    try {
      return job.waitFor(
          RetryOption.initialRetryDelayDuration(Duration.ofMillis(10)),
          RetryOption.maxRetryDelayDuration(Duration.ofMillis(10)));
    } catch (BigQueryException _) {
      return bigQuery.getJob(job.getJobId());
    }
  }

  private static Map<String, Object> describe(Job job) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("state", job.getStatus().getState().name());
    BigQueryError failure = job.getStatus().getError();
    answer.put("error", failure == null ? null : error(failure));
    List<BigQueryError> errors = job.getStatus().getExecutionErrors();
    answer.put(
        "errors", errors == null ? List.of() : errors.stream().map(EndedJob::error).toList());
    answer.putAll(statistics(job.getStatistics()));
    return answer;
  }

  private static Map<String, Object> error(BigQueryError error) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("reason", error.getReason());
    answer.put("location", error.getLocation());
    answer.put("message", error.getMessage());
    return answer;
  }

  /** Of a failed job there are none. */
  private static Map<String, Object> statistics(JobStatistics statistics) {
    Map<String, Object> answer = new HashMap<>();
    switch (statistics) {
      case LoadStatistics load -> {
        answer.put("rows", text(load.getOutputRows()));
        answer.put("files", text(load.getInputFiles()));
        answer.put("badRecords", text(load.getBadRecords()));
      }
      case CopyStatistics copy -> answer.put("rows", text(copy.getCopiedRows()));
      case ExtractStatistics extract -> {
        List<Long> files = extract.getDestinationUriFileCounts();
        answer.put("files", files == null ? null : files.stream().map(String::valueOf).toList());
      }
      default -> {
        // Of a statement they are the answer to another call.
      }
    }
    return answer;
  }

  private static String text(Long count) {
    return count == null ? null : count.toString();
  }
}
