package io.bridge.dashboard.serve;

import io.bridge.dashboard.DashboardConfig;
import io.bridge.dashboard.connection.Connections;
import io.bridge.dashboard.query.Estimate;
import io.bridge.dashboard.query.Limits;
import io.bridge.dashboard.query.Origin;
import io.bridge.dashboard.query.QueryGuard;
import io.bridge.dashboard.query.QueryHash;
import io.bridge.dashboard.query.QueryService;
import io.bridge.dashboard.query.QueryService.Asked;
import io.bridge.dashboard.query.Statement;
import io.bridge.model.dashboard.NewQuery;
import io.bridge.model.dashboard.QueryAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Answers statements outside of dashboards. */
@ApplicationScoped
class AdHocService {
  private final QueryService queries;
  private final QueryGuard guard;
  private final Connections connections;
  private final Refusals refusals;
  private final DashboardConfig config;

  AdHocService(
      QueryService queries,
      QueryGuard guard,
      Connections connections,
      Refusals refusals,
      DashboardConfig config) {
    this.queries = queries;
    this.guard = guard;
    this.connections = connections;
    this.refusals = refusals;
    this.config = config;
  }

  /** Fails with {@code INVALID_REQUEST}, what the guard says, and what running it may. */
  Uni<QueryAnswer> ask(UUID teamId, Origin origin, NewQuery query) {
    return connection(teamId, query)
        .map(connectionId -> statement(teamId, connectionId, origin, query))
        .chain(statement -> query.dryRun() ? estimate(statement) : answer(statement));
  }

  private Uni<UUID> connection(UUID teamId, NewQuery query) {
    return query.connectionId() == null
        ? connections.choose(teamId, null)
        : Uni.createFrom().item(query.connectionId());
  }

  private Statement statement(UUID teamId, UUID connectionId, Origin origin, NewQuery query) {
    int rows = Objects.requireNonNullElse(query.maxRows(), config.query().rows());
    Limits limits = new Limits(Long.MAX_VALUE, rows, config.query().timeout());
    return new Statement(
        teamId, connectionId, query.sql(), JsonParams.read(query.params()), limits, origin);
  }

  private Uni<QueryAnswer> answer(Statement statement) {
    return queries
        .outcome(new Asked(statement, config.cache().adHoc()))
        .call(outcome -> refusals.tell(List.of(outcome)))
        .map(DataService::only);
  }

  private Uni<QueryAnswer> estimate(Statement statement) {
    return guard.estimate(statement).map(estimate -> looked(statement, estimate));
  }

  private static QueryAnswer looked(Statement statement, Estimate estimate) {
    return new QueryAnswer(
        estimate.columns(),
        null,
        0,
        false,
        estimate.bytes(),
        0,
        0,
        null,
        QueryHash.of(statement.sql(), statement.params()),
        estimate.tables(),
        null,
        false,
        null);
  }
}
