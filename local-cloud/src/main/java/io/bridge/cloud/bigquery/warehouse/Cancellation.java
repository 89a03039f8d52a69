package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The way to stop a job that runs, from another thread. */
public final class Cancellation {
  private String reason;
  private Statement handle;

  /** The connection on which the job works from now on; null when it left it. */
  public synchronized void attach(Connection connection) throws SQLException {
    if (handle != null) {
      handle.close();
    }
    handle = connection == null ? null : connection.createStatement();
  }

  /** Asks the job to stop; what it does in DuckDB is interrupted. */
  public synchronized void request(String why) {
    if (reason == null) {
      reason = why;
    }
    try {
      if (handle != null) {
        handle.cancel();
      }
    } catch (SQLException e) {
      throw new WarehouseException("Cannot interrupt a statement", e);
    }
  }

  /** Fails with reason {@code stopped} when the job was asked to stop. */
  public synchronized void check() {
    if (reason != null) {
      throw new GoogleError(400, "stopped", reason);
    }
  }
}
