package io.bridge.gateway.team;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;

@ApplicationScoped
class TeamRepository implements PanacheRepositoryBase<TeamEntity, UUID> {
  private static final String SLUG_UNIQUE = "team_slug_unique";

  Uni<Boolean> hasSlug(String slug) {
    return count("slug", slug).map(found -> found > 0);
  }

  /** True where the failure is that another team has the slug. */
  static boolean slugTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && SLUG_UNIQUE.equals(violation.getConstraintName())) {
        return true;
      }
    }
    return false;
  }
}
