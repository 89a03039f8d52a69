package io.bridge.cloud.bigquery.warehouse;

import io.bridge.cloud.bigquery.wire.Etag;

/**
 * A dataset.
 *
 * @param owner email of who created it: its OWNER, as in BigQuery
 * @param createdMs since 1970
 * @param modifiedMs since 1970
 */
public record Dataset(
    String id, String location, Details details, String owner, long createdMs, long modifiedMs) {

  public String etag() {
    return Etag.of(id + "\n" + createdMs + "\n" + modifiedMs + "\n" + details.encode());
  }

  /** This dataset with other details. */
  public Dataset with(Details changed, long nowMs) {
    return new Dataset(id, location, changed, owner, createdMs, nowMs);
  }
}
