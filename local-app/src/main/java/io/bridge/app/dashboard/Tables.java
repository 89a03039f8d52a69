package io.bridge.app.dashboard;

import io.bridge.app.terminal.TextTable;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.dashboard.PlannedQuery;
import java.util.List;

/** Dashboards and plans for people. */
final class Tables {
  private Tables() {}

  static TextTable of(List<Dashboard> dashboards) {
    TextTable table =
        new TextTable("DASHBOARD", "TITLE", "REVISION", "QUERIES", "TILES", "CHANGED");
    dashboards.forEach(
        d ->
            table.row(
                d.slug(),
                d.title(),
                d.revision(),
                d.queries() == null ? 0 : d.queries().size(),
                tiles(d),
                d.updatedAt()));
    return table;
  }

  private static int tiles(Dashboard dashboard) {
    return dashboard.rows() == null
        ? 0
        : dashboard.rows().stream().mapToInt(row -> row.tiles().size()).sum();
  }

  static TextTable ofPlan(List<PlannedQuery> queries) {
    TextTable table = new TextTable("QUERY", "BYTES", "BILLED AT MOST", "CAP", "AFTER", "RESULT");
    queries.forEach(
        q ->
            table.row(
                q.id(),
                q.bytes(),
                q.bytesBilledAtMost(),
                q.cap(),
                q.dependencies() == null ? "" : String.join(" ", q.dependencies()),
                q.error() == null ? "would run" : q.error().code()));
    return table;
  }
}
