package io.bridge.dashboard.query;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides whether a statement may run at all. Fails closed: what it does not know, it refuses.
 *
 * <p>Both methods fail with {@code QUERY_INVALID} where the SQL is wrong (with a violation on line
 * and column) and with {@code QUERY_REFUSED} where it is not allowed here.
 */
@ApplicationScoped
public class QueryGuard {

  /** Looks at the text and the catalog only; asks the warehouse nothing. */
  public Uni<Analyzed> analyze(Statement statement) {
    return Uni.createFrom().failure(new UnsupportedOperationException("coming"));
  }

  /**
   * Also asks the warehouse what it would read. Fails with {@code BYTES_OVER_CAP} where that is more
   * than the statement or the team allows for one query.
   */
  public Uni<Estimate> estimate(Statement statement) {
    return Uni.createFrom().failure(new UnsupportedOperationException("coming"));
  }
}
