package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.http.GoogleError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The way to stop a job that runs, from another thread. */
public final class Cancellation {
  private static final Duration AGAIN = Duration.ofMillis(20);

  private volatile String reason;
  private volatile Statement running;

  /** What may take long. */
  @FunctionalInterface
  private interface Execution {
    long run() throws SQLException;
  }

  /**
   * Executes a statement that may take long; a request to stop interrupts it.
   *
   * @return number of rows that it wrote
   */
  public long execute(PreparedStatement statement) throws SQLException {
    return execute(statement, statement::executeLargeUpdate);
  }

  /** As {@link #execute(PreparedStatement)}, for SQL without parameters, which is planned once. */
  public long execute(Connection c, String sql) throws SQLException {
    try (var statement = c.createStatement()) {
      return execute(statement, () -> statement.executeLargeUpdate(sql));
    }
  }

  private long execute(Statement statement, Execution execution) throws SQLException {
    running = statement;
    try {
      check();
      return execution.run();
    } catch (SQLException e) {
      check();
      throw e;
    } finally {
      running = null;
    }
  }

  /** Asks the job to stop; what it executes in DuckDB is interrupted. */
  public void request(String why) {
    if (reason == null) {
      reason = why;
      Thread.ofVirtual().name("bigquery-cancel").start(this::interrupt);
    }
  }

  /** Fails with reason {@code stopped} when the job was asked to stop. */
  public void check() {
    if (reason != null) {
      throw new GoogleError(400, "stopped", reason);
    }
  }

  /** DuckDB forgets an interrupt that comes just before the execution begins: so ask again. */
  private void interrupt() {
    for (var statement = running; statement != null; statement = running) {
      try {
        statement.cancel();
      } catch (SQLException _) {
        // It was closed meanwhile, which is what was wanted.
      }
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }
}
