package io.bridge.sync.upload;

import static io.bridge.model.upload.UploadState.LOADED;
import static io.bridge.model.upload.UploadState.LOADING;
import static io.bridge.model.upload.UploadState.RECEIVED;

import io.bridge.model.error.ErrorCode;
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
class UploadRepository implements PanacheRepositoryBase<UploadEntity, UUID> {
  private static final String ONE_LOAD = "upload_one_load";
  private static final String KEY = "upload_key";
  private static final String NEXT =
      "from UploadEntity where dataset = :dataset and tableName = :table and state = :state"
          + " order by ordinal";
  private static final String DUE = "from UploadEntity where dueAt <= :now order by dueAt";

  /** Fails with {@code UPLOAD_NOT_FOUND}. */
  Uni<UploadEntity> require(UUID id) {
    return findById(id)
        .onItem()
        .ifNull()
        .failWith(() -> ErrorCode.UPLOAD_NOT_FOUND.with(ErrorCode.UPLOAD_NOT_FOUND.title()));
  }

  /** The row, for this transaction alone. */
  Uni<Optional<UploadEntity>> lock(UUID id) {
    return find("id", id)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** The same by the object that it waits for. */
  Uni<Optional<UploadEntity>> lockByObject(String object) {
    return find("objectName", object)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .map(Optional::ofNullable);
  }

  Uni<Optional<UploadEntity>> byObject(String object) {
    return find("objectName", object).firstResult().map(Optional::ofNullable);
  }

  Uni<Optional<UploadEntity>> byKey(Announcement announced) {
    return find(
            "teamId = ?1 and createdBy = ?2 and idempotencyKey = ?3",
            announced.request().teamId(),
            announced.userId(),
            announced.idempotencyKey())
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** Newest first, from before this ordinal on. */
  Uni<List<UploadEntity>> ofTeam(UUID teamId, long before, int limit) {
    return find("teamId = ?1 and ordinal < ?2 order by ordinal desc", teamId, before)
        .page(0, limit)
        .list();
  }

  /** A look ahead; the index {@code upload_one_load} is what decides. */
  Uni<Boolean> isTableBusy(UploadEntity row) {
    return count(
            "dataset = ?1 and tableName = ?2 and state = ?3 and id <> ?4",
            row.dataset,
            row.tableName,
            LOADING,
            row.id)
        .map(others -> others > 0);
  }

  /** True where an upload of the same table that was announced later is loaded. */
  Uni<Boolean> isSuperseded(UploadEntity row) {
    return count(
            "dataset = ?1 and tableName = ?2 and ordinal > ?3 and state = ?4",
            row.dataset,
            row.tableName,
            row.ordinal,
            LOADED)
        .map(newer -> newer > 0);
  }

  /** The upload of the table that waits longest for its load. */
  Uni<Optional<UploadEntity>> nextOf(String dataset, String table) {
    return getSession()
        .chain(session -> waitingFor(session, dataset, table).getResultList())
        .map(rows -> rows.stream().findFirst());
  }

  Uni<List<UploadEntity>> due(Instant now, int limit) {
    return getSession().chain(session -> due(session, now, limit).getResultList());
  }

  /** Rows that somebody is just working on are not waiting. */
  private static Mutiny.SelectionQuery<UploadEntity> waitingFor(
      Mutiny.Session session, String dataset, String table) {
    return session
        .createSelectionQuery(NEXT, UploadEntity.class)
        .setParameter("dataset", dataset)
        .setParameter("table", table)
        .setParameter("state", RECEIVED)
        .setMaxResults(1)
        .setLockMode(LockMode.UPGRADE_SKIPLOCKED);
  }

  private static Mutiny.SelectionQuery<UploadEntity> due(
      Mutiny.Session session, Instant now, int limit) {
    return session
        .createSelectionQuery(DUE, UploadEntity.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .setLockMode(LockMode.UPGRADE_SKIPLOCKED);
  }

  /** True where the failure is that another load of the same table runs. */
  static boolean tableIsBusy(Throwable failure) {
    return breaks(ONE_LOAD, failure);
  }

  /** True where the failure is that the same caller used the key at the same time. */
  static boolean keyIsTaken(Throwable failure) {
    return breaks(KEY, failure);
  }

  private static boolean breaks(String constraint, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConstraintViolationException violation
          && constraint.equals(violation.getConstraintName())) {
        return true;
      }
    }
    return false;
  }
}
