package io.bridge.cloud.bigquery.wire;

import io.bridge.cloud.http.GoogleError;

/** A table of this project. */
public record TableName(String dataset, String table) {

  /**
   * Reads a tableReference.
   *
   * @param project the one project there is
   * @throws GoogleError 400 for what is none, 404 for another project
   */
  public static TableName read(String project, Body reference) {
    var named = reference.text("projectId");
    if (named != null && !named.equals(project)) {
      throw GoogleError.notFound("Not found: Project " + named);
    }
    return new TableName(
        Names.dataset(reference.required("datasetId")), Names.table(reference.required("tableId")));
  }
}
