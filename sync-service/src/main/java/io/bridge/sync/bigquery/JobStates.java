package io.bridge.sync.bigquery;

import static io.bridge.model.error.ErrorCode.FILE_UNREADABLE;
import static io.bridge.model.error.ErrorCode.LOAD_FAILED;
import static io.bridge.model.error.ErrorCode.WAREHOUSE_UNAVAILABLE;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics.LoadStatistics;
import com.google.cloud.bigquery.JobStatus;
import io.bridge.model.error.ErrorCode;
import java.util.Set;

/** Reads what BigQuery says about jobs and failures. */
final class JobStates {
  private static final int MAX_REASON = 500;
  private static final Set<String> PASSING =
      Set.of(
          "backendError",
          "internalError",
          "jobBackendError",
          "jobInternalError",
          "jobRateLimitExceeded",
          "rateLimitExceeded",
          "stopped",
          "tableUnavailable",
          "timeout");

  private JobStates() {}

  static LoadJob of(JobInfo job) {
    JobStatus status = job.getStatus();
    if (status == null || !JobStatus.State.DONE.equals(status.getState())) {
      return new LoadJob.Running();
    }
    return status.getError() == null ? loaded(job) : broken(status.getError());
  }

  private static LoadJob loaded(JobInfo job) {
    LoadStatistics statistics = job.getStatistics();
    Long rows = statistics == null ? null : statistics.getOutputRows();
    return new LoadJob.Loaded(rows == null ? 0 : rows);
  }

  private static LoadJob broken(BigQueryError error) {
    String message = cut(error.getMessage());
    boolean passing = PASSING.contains(error.getReason());
    return new LoadJob.Broken(passing, code(error.getReason(), message), message);
  }

  /** BigQuery gives a file that it cannot read the same reason as any other wrong request. */
  private static ErrorCode code(String reason, String message) {
    boolean reading = message.contains("Parquet") || message.contains("Error while reading");
    return "invalid".equals(reason) && reading ? FILE_UNREADABLE : LOAD_FAILED;
  }

  /** A call that failed: the client has tried again already where that could help. */
  static Throwable translate(Throwable failure) {
    if (failure instanceof BigQueryException e && isFinal(e)) {
      return LOAD_FAILED.with(cut(e.getMessage()));
    }
    return failure instanceof BigQueryException
        ? WAREHOUSE_UNAVAILABLE.with("BigQuery does not answer; try again in a while")
        : failure;
  }

  private static boolean isFinal(BigQueryException e) {
    boolean passing = e.getReason() != null && PASSING.contains(e.getReason());
    return (e.getCode() == 400 || e.getCode() == 403) && !passing;
  }

  private static String cut(String message) {
    String text = message == null ? "BigQuery gives no reason" : message;
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
  }
}
