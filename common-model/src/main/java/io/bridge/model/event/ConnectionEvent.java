package io.bridge.model.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Facts on topic {@code bridge.connection.v1}, written by connection-service. Add fields freely;
 * rename or remove only in a v2.
 */
public sealed interface ConnectionEvent extends Fact {
  UUID connectionId();

  UUID teamId();

  @Override
  default String subject() {
    return connectionId().toString();
  }

  /**
   * Every permission was proven by a real call.
   *
   * @param projectId the warehouse's project
   */
  record ConnectionValidated(
      UUID connectionId, UUID teamId, String name, String projectId, Instant at)
      implements ConnectionEvent {}

  /**
   * The credential does not do what a connection needs; leases of it have ended.
   *
   * @param missing permissions that were not proven, such as {@code bigquery.jobs.create}
   */
  record ConnectionFailed(
      UUID connectionId, UUID teamId, String name, List<String> missing, Instant at)
      implements ConnectionEvent {}

  /** The connection is gone and its leases have ended. */
  record ConnectionRemoved(UUID connectionId, UUID teamId, String name, Instant at)
      implements ConnectionEvent {}
}
