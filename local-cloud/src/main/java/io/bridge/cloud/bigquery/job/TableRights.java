package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.warehouse.Dataset;
import io.bridge.cloud.bigquery.warehouse.Datasets;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the caller of a job must be allowed to do with its tables, and where these are. Each check
 * fails with 403, with 404 for a dataset that is not there, and with 404 for one elsewhere.
 */
final class TableRights {
  private final String project;
  private final Grants grants;
  private final Datasets datasets;
  private final Tables tables;

  TableRights(String project, Grants grants) {
    this.project = project;
    this.grants = grants;
    this.datasets = new Datasets(project);
    this.tables = new Tables(project);
  }

  /**
   * Of a table that is written, be it there or not.
   *
   * @param location where the job was asked to run; null for anywhere
   * @return where it is
   */
  String onTarget(Connection c, Principal caller, TableName name, String location)
      throws SQLException {
    var dataset = datasets.find(c, name.dataset()).orElse(null);
    grants.onDataset(caller, "bigquery.tables.updateData", name.dataset(), dataset);
    boolean exists = tables.find(c, name.dataset(), name.table()).isPresent();
    var permission = exists ? "bigquery.tables.update" : "bigquery.tables.create";
    grants.onDataset(caller, permission, name.dataset(), dataset);
    return located(name, dataset, location);
  }

  /** Of a table that is read; as {@link #onTarget}. */
  String onSource(
      Connection c, Principal caller, String permission, TableName name, String location)
      throws SQLException {
    var dataset = datasets.find(c, name.dataset()).orElse(null);
    grants.onDataset(caller, permission, name.dataset(), dataset);
    return located(name, dataset, location);
  }

  private String located(TableName name, Dataset dataset, String location) {
    if (dataset == null) {
      throw datasets.notFound(name.dataset());
    }
    if (location != null && !location.equals(dataset.location())) {
      throw GoogleError.notFound(
          "Not found: Dataset %s:%s was not found in location %s"
              .formatted(project, name.dataset(), location));
    }
    return dataset.location();
  }
}
