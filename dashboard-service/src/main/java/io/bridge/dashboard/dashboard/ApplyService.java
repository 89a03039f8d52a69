package io.bridge.dashboard.dashboard;

import io.bridge.dashboard.connection.Connections;
import io.bridge.dashboard.dashboard.DashboardService.Applied;
import io.bridge.dashboard.file.ParsedFile;
import io.bridge.dashboard.plan.Planner;
import io.bridge.dashboard.plan.Planner.Scope;
import io.bridge.dashboard.storage.DashboardBucket;
import io.bridge.model.dashboard.DashboardPlan;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Takes files: looks at every query, stores the file, then makes it the newest revision. */
@ApplicationScoped
class ApplyService {
  private final Connections connections;
  private final Planner planner;
  private final DashboardBucket bucket;
  private final DashboardService dashboards;
  private final Clock clock;

  ApplyService(
      Connections connections,
      Planner planner,
      DashboardBucket bucket,
      DashboardService dashboards,
      Clock clock) {
    this.connections = connections;
    this.planner = planner;
    this.bucket = bucket;
    this.dashboards = dashboards;
    this.clock = clock;
  }

  /**
   * A file and who sent it.
   *
   * @param ifMatch revisions that may be replaced, as the header has them; null for any
   */
  record Request(UUID teamId, UUID person, String ifMatch, ParsedFile parsed, byte[] bytes) {}

  /**
   * Fails with {@code DASHBOARD_INVALID}, {@code DASHBOARD_CHANGED}, {@code CONNECTION_NOT_FOUND},
   * {@code CONNECTION_NOT_VALIDATED} or {@code SERVICE_UNAVAILABLE}; then nothing has changed.
   */
  Uni<Applied> apply(Request request) {
    return scope(request).chain(scope -> checked(request, scope)).chain(dashboards::apply);
  }

  private Uni<Change> checked(Request request, Scope scope) {
    return planner.check(scope, request.parsed()).chain(tables -> stored(request, scope, tables));
  }

  private Uni<Change> stored(Request request, Scope scope, List<String> tables) {
    String slug = request.parsed().file().name();
    return bucket
        .store(request.teamId(), slug, request.bytes())
        .map(
            file ->
                new Change(
                    request.teamId(),
                    request.person(),
                    request.ifMatch(),
                    request.parsed().file(),
                    scope.connectionId(),
                    tables,
                    file,
                    clock.instant()));
  }

  /** Writes nothing. Fails as {@link #apply} does; what is wrong with SQL is in the plan. */
  Uni<DashboardPlan> plan(Request request) {
    return scope(request).chain(scope -> planner.plan(scope, request.parsed()));
  }

  private Uni<Scope> scope(Request request) {
    return connections
        .choose(request.teamId(), request.parsed().file().connection())
        .map(connection -> new Scope(request.teamId(), connection, request.person()));
  }
}
