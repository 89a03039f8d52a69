package io.bridge.agent.task;

import static io.bridge.model.error.ErrorCode.TASK_NOT_FOUND;

import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class TaskRepository implements PanacheRepositoryBase<TaskEntity, UUID> {
  private static final String REQUEST = "agent_task_request";
  private static final String DUE = "from TaskEntity where dueAt <= :now order by dueAt";

  /** Fails with {@code TASK_NOT_FOUND}, also where the caller is not of its team. */
  Uni<TaskEntity> require(UUID id, Caller caller) {
    return find("id", id)
        .firstResult()
        .map(Optional::ofNullable)
        .map(row -> row.filter(r -> caller.holds(r.teamId, TeamRole.VIEWER)))
        .map(row -> row.orElseThrow(() -> TASK_NOT_FOUND.with(TASK_NOT_FOUND.title())));
  }

  /** The row, for this transaction alone. */
  Uni<Optional<TaskEntity>> lock(UUID id) {
    return find("id", id)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(Optional::ofNullable);
  }

  Uni<Optional<TaskEntity>> byRequest(Order order) {
    return find(
            "teamId = ?1 and createdBy = ?2 and requestId = ?3",
            order.teamId(),
            order.person(),
            order.request().requestId())
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** Tasks that wait too long; rows that somebody is just working on are not waiting. */
  Uni<List<TaskEntity>> due(Instant now, int limit) {
    return getSession().chain(session -> due(session, now, limit).getResultList());
  }

  private static Mutiny.SelectionQuery<TaskEntity> due(
      Mutiny.Session session, Instant now, int limit) {
    return session
        .createSelectionQuery(DUE, TaskEntity.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .setLockMode(LockMode.UPGRADE_SKIPLOCKED);
  }

  /** True where the failure is that the same caller used the request id at the same time. */
  static boolean requestIsTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && REQUEST.equals(violation.getConstraintName())) {
        return true;
      }
    }
    return false;
  }
}
