package io.bridge.connection.connection;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.PageRequest;
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

/** Rows of connections. */
@ApplicationScoped
class ConnectionRepository implements PanacheRepositoryBase<ConnectionEntity, UUID> {
  private static final String NAME = "connection_name";
  private static final String DUE = "from ConnectionEntity where dueAt <= :now order by dueAt";

  /** A stored connection. Fails with {@code CONNECTION_NOT_FOUND}. */
  Uni<ConnectionEntity> require(UUID id) {
    return find("id = ?1 and stage = ?2", id, Stage.STORED)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(ConnectionRepository::absent);
  }

  /** As {@link #require}, for this transaction alone. */
  Uni<ConnectionEntity> requireLocked(UUID id) {
    return lock(id)
        .map(row -> row.filter(ConnectionEntity::isStored))
        .map(row -> row.orElseThrow(ConnectionRepository::absent));
  }

  /** The row whatever its stage, for this transaction alone. */
  Uni<Optional<ConnectionEntity>> lock(UUID id) {
    return find("id", id)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** The row that has the name, for this transaction alone. */
  Uni<Optional<ConnectionEntity>> lockByName(UUID teamId, String name) {
    return find("teamId = ?1 and name = ?2 and stage <> ?3", teamId, name, Stage.REMOVING)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** By name, one row more than the page has. */
  Uni<List<ConnectionEntity>> page(UUID teamId, PageRequest page) {
    return find(
            "teamId = ?1 and stage = ?2 and name > ?3 order by name",
            teamId,
            Stage.STORED,
            page.after())
        .range(0, page.limit() - 1)
        .list();
  }

  /** What a crash left half done, for this transaction alone. */
  Uni<List<ConnectionEntity>> due(Instant now, int limit) {
    return getSession().chain(session -> due(session, now, limit).getResultList());
  }

  private static Mutiny.SelectionQuery<ConnectionEntity> due(
      Mutiny.Session session, Instant now, int limit) {
    return session
        .createSelectionQuery(DUE, ConnectionEntity.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .setLockMode(LockMode.UPGRADE_SKIPLOCKED);
  }

  static BridgeException absent() {
    return ErrorCode.CONNECTION_NOT_FOUND.with(ErrorCode.CONNECTION_NOT_FOUND.title());
  }

  /** True where the failure is that somebody else took the name at the same time. */
  static boolean nameIsTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && NAME.equals(violation.getConstraintName())) {
        return true;
      }
    }
    return false;
  }
}
