package io.bridge.dashboard.bigquery;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.JobException;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** What a failure of BigQuery means to whoever asked. Names that it tells are not passed on. */
final class WarehouseErrors {
  private static final Logger LOG = Logger.getLogger(WarehouseErrors.class);
  private static final int UNAUTHENTICATED = 401;
  private static final Set<String> TRY_AGAIN =
      Set.of(
          "rateLimitExceeded",
          "jobRateLimitExceeded",
          "quotaExceeded",
          "backendError",
          "jobBackendError",
          "internalError",
          "jobInternalError",
          "tableUnavailable");

  /** {@code project:dataset.table}, {@code project.dataset.table} and whatever stands in quotes. */
  private static final Pattern NAMES =
      Pattern.compile("`[^`]*`|'[^']*'|\"[^\"]*\"|[\\w-]+[:.][\\w$-]+\\.[\\w$*-]+");

  private static final Pattern TIMED_OUT =
      Pattern.compile("timed out|timeout|deadline", Pattern.CASE_INSENSITIVE);

  private WarehouseErrors() {}

  static BridgeException of(Throwable failure) {
    return switch (failure) {
      case BridgeException e -> e;
      case BigQueryException e -> of(e.getCode(), e.getReason(), e.getMessage());
      case JobException e -> of(400, reason(e), message(e));
      default -> unavailable();
    };
  }

  static BridgeException of(BigQueryError error) {
    return of(400, error.getReason(), error.getMessage());
  }

  private static BridgeException of(int status, String reason, String message) {
    LOG.infof("event=warehouse-refused status=%d reason=%s", status, reason);
    String why = reason == null ? "" : reason;
    if (status == UNAUTHENTICATED || why.equals("authError")) {
      return ErrorCode.LEASE_ENDED.with("The connection's lease has ended; try again");
    }
    if (TRY_AGAIN.contains(why) || status >= 500 || status == 0 || status == 429) {
      return unavailable();
    }
    return switch (why) {
      case "accessDenied", "forbidden" ->
          ErrorCode.QUERY_FAILED.with("The connection's account may not run this query");
      case "notFound" -> ErrorCode.QUERY_FAILED.with("A table of the query is not there any more");
      case "bytesBilledLimitExceeded" ->
          ErrorCode.BYTES_OVER_CAP.with("The query would be billed more than was reserved for it");
      case "stopped", "timeout", "jobTimeout" -> timeout();
      default -> isTimeout(message) ? timeout() : failed(message);
    };
  }

  static BridgeException timeout() {
    return ErrorCode.QUERY_TIMEOUT.with("The query took longer than it may");
  }

  private static BridgeException failed(String message) {
    String text = message == null ? "" : message.strip();
    String said = NAMES.matcher(text).replaceAll(Matcher.quoteReplacement("…"));
    return ErrorCode.QUERY_FAILED.with(
        "BigQuery says: " + said.substring(0, Math.min(said.length(), 500)));
  }

  private static BridgeException unavailable() {
    return ErrorCode.WAREHOUSE_UNAVAILABLE.with("BigQuery does not answer; try again");
  }

  private static boolean isTimeout(String message) {
    return message != null && TIMED_OUT.matcher(message).find();
  }

  private static String reason(JobException e) {
    return e.getErrors().isEmpty() ? "" : e.getErrors().getFirst().getReason();
  }

  private static String message(JobException e) {
    return e.getErrors().isEmpty() ? "" : e.getErrors().getFirst().getMessage();
  }
}
