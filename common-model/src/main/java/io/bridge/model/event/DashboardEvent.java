package io.bridge.model.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Facts on topic {@code bridge.dashboard.v1}, written by dashboard-service. Add fields freely;
 * rename or remove only in a v2.
 */
public sealed interface DashboardEvent extends Fact {
  UUID teamId();

  String slug();

  @Override
  default String subject() {
    return teamId() + "/" + slug();
  }

  /**
   * A dashboard was written, new or over an older one.
   *
   * @param revision from 1, one more at each change
   * @param tables {@code project.dataset.table} of everything that its queries read
   */
  record DashboardSaved(
      UUID teamId,
      String slug,
      int revision,
      String title,
      UUID connectionId,
      List<String> tables,
      Instant at)
      implements DashboardEvent {}

  record DashboardRemoved(UUID teamId, String slug, Instant at) implements DashboardEvent {}

  /**
   * A query was refused because of its bytes.
   *
   * @param slug empty for a query outside of a dashboard
   * @param query name of the query in the dashboard; empty outside of one
   * @param bytes what it would have read
   * @param cap what was allowed
   */
  record BudgetExceeded(UUID teamId, String slug, String query, long bytes, long cap, Instant at)
      implements DashboardEvent {}
}
