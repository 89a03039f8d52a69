package io.bridge.model.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Facts on topic {@code bridge.sync.v1}, written by sync-service. Add fields freely; rename or
 * remove only in a v2.
 */
public sealed interface SyncEvent extends Fact {
  UUID uploadId();

  UUID teamId();

  /** Dataset and table: facts of one table stay in order. */
  String dataset();

  String table();

  @Override
  default String subject() {
    return dataset() + "." + table();
  }

  /** The announced file arrived in the bucket. */
  record UploadReceived(
      UUID uploadId,
      UUID teamId,
      String dataset,
      String table,
      long sizeBytes,
      long generation,
      Instant at)
      implements SyncEvent {}

  /**
   * The table holds exactly the file's rows.
   *
   * @param project the warehouse's project
   * @param jobId the load job, unique for each file and attempt
   */
  record TableLoaded(
      UUID uploadId,
      UUID teamId,
      String project,
      String dataset,
      String table,
      long rows,
      String jobId,
      Instant at)
      implements SyncEvent {}

  /** The file's columns do not fit the table that exists; nothing was loaded. */
  record DriftRefused(
      UUID uploadId, UUID teamId, String dataset, String table, List<String> changes, Instant at)
      implements SyncEvent {}

  /**
   * The load ended for good without a row loaded.
   *
   * @param code name of an {@link io.bridge.model.error.ErrorCode}
   */
  record LoadFailed(
      UUID uploadId, UUID teamId, String dataset, String table, String code, Instant at)
      implements SyncEvent {}
}
