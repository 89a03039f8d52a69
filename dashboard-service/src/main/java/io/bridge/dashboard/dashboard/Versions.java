package io.bridge.dashboard.dashboard;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Says which revision of a dashboard counts. Every visitor asks, also where the page is in the
 * cache: what was acknowledged is in the row, whatever became of Redis meanwhile. Not through
 * Hibernate: a session for two columns would cost more than all else that serving a page does.
 */
@ApplicationScoped
class Versions {
  private static final String NEWEST =
      "select id, revision from dashboard where team_id = $1 and slug = $2";

  private final Pool pool;

  Versions(Pool pool) {
    this.pool = pool;
  }

  /** As {@link DashboardEntity#version}. Fails with {@code DASHBOARD_NOT_FOUND}. */
  Uni<String> require(UUID teamId, String slug) {
    return pool.preparedQuery(NEWEST).execute(Tuple.of(teamId, slug)).map(Versions::version);
  }

  private static String version(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw notFound();
    }
    Row row = rows.iterator().next();
    return DashboardEntity.version(row.getUUID(0), row.getInteger(1));
  }

  private static BridgeException notFound() {
    return ErrorCode.DASHBOARD_NOT_FOUND.with(ErrorCode.DASHBOARD_NOT_FOUND.title());
  }
}
