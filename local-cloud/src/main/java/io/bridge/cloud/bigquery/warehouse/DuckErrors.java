package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.bigquery.sql.Wording;
import io.bridge.cloud.http.GoogleError;
import java.sql.SQLException;

/** Tells what the caller did wrong from what went wrong here, by DuckDB's error classes. */
public final class DuckErrors {
  private DuckErrors() {}

  /**
   * The refusal for an error that reading the caller's rows or running the caller's SQL gave.
   *
   * @param reason for an error that lies in the caller's rows or SQL
   * @param prefix of the message
   * @throws WarehouseException when the error is the database's own
   */
  public static GoogleError refusal(SQLException e, String reason, String prefix) {
    var message = e.getMessage() == null ? "" : e.getMessage();
    if (message.startsWith("INTERRUPT")) {
      return new GoogleError(400, "stopped", "Job execution was cancelled");
    }
    if (message.startsWith("Out of Memory")) {
      return new GoogleError(400, "resourcesExceeded", "Resources exceeded during job execution");
    }
    if (message.matches("(?s)(INTERNAL|FATAL|TransactionContext|Catalog|Permission) Error.*")) {
      throw new WarehouseException("The warehouse failed", e);
    }
    return new GoogleError(400, reason, prefix + Wording.of(firstLine(message)));
  }

  private static String firstLine(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("unknown error")
        .replaceFirst("^[A-Z]\\w+( \\w+)? Error: ", "")
        .replaceFirst("^(\\w+\\.)+\\w*(Exception|Problem): ", "")
        .replaceFirst("^Overflow in \\w+ of INT64 \\((.*)\\)!.*$", "int64 overflow: $1")
        .replaceFirst(
            "^Type HUGEINT with value (-?\\d+) can't be cast because the value is out of range.*"
                + "INT64.*$",
            "int64 overflow: $1");
  }
}
