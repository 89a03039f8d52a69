package io.bridge.sync.bigquery;

import io.bridge.model.error.ErrorCode;

/** Where a load job stands. */
public sealed interface LoadJob {

  /** Waits or runs. */
  record Running() implements LoadJob {}

  /**
   * The table holds the file's rows.
   *
   * @param rows rows that arrived
   */
  record Loaded(long rows) implements LoadJob {}

  /**
   * Ended without a change to the table.
   *
   * @param passing true where the same load may succeed under another job id
   * @param code what to tell the uploader
   * @param reason BigQuery's own words, cut to 500 characters
   */
  record Broken(boolean passing, ErrorCode code, String reason) implements LoadJob {}
}
