package io.bridge.dashboard.dashboard;

import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

@ApplicationScoped
class DashboardRepository implements PanacheRepositoryBase<DashboardEntity, UUID> {
  private static final String ONE = "teamId = ?1 and slug = ?2";
  private static final String UNIQUE = "dashboard_slug";

  /** Fails with {@code DASHBOARD_NOT_FOUND}. */
  Uni<DashboardEntity> require(UUID teamId, String slug) {
    return find(ONE, teamId, slug)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> ErrorCode.DASHBOARD_NOT_FOUND.with(ErrorCode.DASHBOARD_NOT_FOUND.title()));
  }

  /** The row, for this transaction alone. */
  Uni<Optional<DashboardEntity>> lock(UUID teamId, String slug) {
    return find(ONE, teamId, slug)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** By slug, one row more than the page has. */
  Uni<List<DashboardEntity>> page(UUID teamId, PageRequest page) {
    return find("teamId = ?1 and slug > ?2 order by slug", teamId, page.after())
        .range(0, page.limit() - 1)
        .list();
  }

  /** True where somebody else made the dashboard at the same time. */
  static boolean isTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && UNIQUE.equals(violation.getConstraintName())) {
        return true;
      }
    }
    return false;
  }
}
