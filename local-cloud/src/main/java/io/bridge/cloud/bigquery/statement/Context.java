package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.DuckErrors;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.iam.Principal;
import java.sql.Connection;
import java.sql.SQLException;

/** Where and for whom one statement runs. */
record Context(
    Connection connection,
    String project,
    Principal caller,
    Grants grants,
    Cancellation cancellation,
    long nowMs) {

  Datasets datasets() {
    return new Datasets(project);
  }

  Tables tables() {
    return new Tables(project);
  }

  /**
   * A dataset in which the caller may do that.
   *
   * @throws io.bridge.cloud.http.GoogleError 403, or 404 for who may know
   */
  Dataset granted(String permission, String dataset) throws SQLException {
    return grants.onExisting(caller, permission, dataset, datasets().find(connection, dataset));
  }

  /** Runs SQL that was generated from the caller's. */
  long execute(String sql) throws SQLException {
    try {
      return cancellation.execute(connection, sql);
    } catch (SQLException e) {
      throw DuckErrors.refusal(e, "invalidQuery", "");
    }
  }
}
