package io.bridge.sync.upload;

import static io.bridge.model.upload.UploadState.AWAITING_FILE;
import static io.bridge.model.upload.UploadState.FAILED;
import static io.bridge.model.upload.UploadState.LOADED;
import static io.bridge.model.upload.UploadState.LOADING;
import static io.bridge.model.upload.UploadState.RECEIVED;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.event.SyncEvent;
import io.bridge.model.type.WarehouseColumn;
import io.bridge.model.upload.SignedPut;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadFailure;
import io.bridge.model.upload.UploadState;
import io.bridge.model.upload.UploadStep;
import io.bridge.sync.storage.StoredFile;
import io.bridge.sync.tasks.LoadTask;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The row of an upload and its legal steps. */
@Entity
@Table(name = "upload")
class UploadEntity {
  @Id UUID id;

  /** Which of two uploads was announced later; given by the database. */
  @Column(insertable = false, updatable = false)
  long ordinal;

  UUID teamId;
  UUID createdBy;
  String dataset;
  String tableName;
  long sizeBytes;
  long announcedRows;

  @Convert(converter = UploadParts.Columns.class)
  List<WarehouseColumn> columns;

  String bucket;
  String objectName;
  Instant putExpiresAt;
  String idempotencyKey;
  String fingerprint;

  @Enumerated(EnumType.STRING)
  UploadState state;

  Long generation;
  String jobId;
  int attempt;
  int claims;
  int failures;
  int requeues;
  Instant leaseUntil;

  /** When the reaper has to look; null once final. */
  Instant dueAt;

  Long rowsLoaded;

  @Convert(converter = UploadParts.Failure.class)
  UploadFailure failure;

  @Convert(converter = UploadParts.History.class)
  List<UploadStep> history;

  Instant createdAt;
  Instant updatedAt;

  static UploadEntity from(Announcement announced, Terms terms) {
    Instant now = terms.now();
    UploadEntity row = new UploadEntity();
    row.id = UUID.randomUUID();
    row.teamId = announced.request().teamId();
    row.createdBy = announced.userId();
    row.dataset = announced.request().dataset();
    row.tableName = announced.request().table();
    row.sizeBytes = announced.request().sizeBytes();
    row.announcedRows = announced.request().rows();
    row.columns = announced.columns();
    row.bucket = terms.bucket();
    row.objectName = ObjectNames.of(row.teamId, row.id, row.tableName);
    row.idempotencyKey = announced.idempotencyKey();
    row.fingerprint = announced.fingerprint();
    row.putExpiresAt = now.plus(terms.lifetime());
    row.attempt = 1;
    row.history = List.of();
    row.createdAt = now;
    row.step(AWAITING_FILE, now, null);
    row.dueAt = now.plus(terms.age());
    return row;
  }

  /**
   * What an announcement is made under.
   *
   * @param lifetime of the signed address
   * @param age how long to wait for a notification before looking
   */
  record Terms(String bucket, Instant now, Duration lifetime, Duration age) {}

  /** The file is there; only the first generation counts. */
  boolean receive(long arrived, Instant now, Duration age) {
    if (state != AWAITING_FILE) {
      return false;
    }
    generation = arrived;
    step(RECEIVED, now, null);
    dueAt = now.plus(age);
    return true;
  }

  boolean isClaimable(long wanted, Instant now) {
    boolean free = state == RECEIVED || state == LOADING && !leaseUntil.isAfter(now);
    return free && generation == wanted;
  }

  void claim(Instant now, Duration lease) {
    claims++;
    boolean again = state == LOADING;
    step(LOADING, now, again ? "carried on after its holder was lost" : null);
    renew(now, lease);
  }

  boolean isHeldBy(LoadOrder order) {
    return state == LOADING && claims == order.claim();
  }

  void renew(Instant now, Duration lease) {
    leaseUntil = now.plus(lease);
    dueAt = leaseUntil;
    jobId = order().jobId();
  }

  void load(long rows, Instant now) {
    rowsLoaded = rows;
    end(LOADED, now, null);
  }

  void fail(BridgeException why, Instant now) {
    failure = new UploadFailure(why.code().name(), why.getMessage(), why.violations());
    end(FAILED, now, why.code().title());
  }

  /** Back into the queue after a failure that may pass. */
  void release(String note, Instant now, Duration age) {
    failures++;
    step(RECEIVED, now, note);
    leaseUntil = null;
    dueAt = now.plus(age);
  }

  /** The reaper puts it into the queue again: each time under another name. */
  LoadTask requeue(Instant now, Duration age) {
    requeues++;
    dueAt = now.plus(age);
    return task();
  }

  LoadTask task() {
    return new LoadTask(id, generation, requeues);
  }

  private void end(UploadState ended, Instant now, String note) {
    step(ended, now, note);
    leaseUntil = null;
    dueAt = null;
  }

  private void step(UploadState next, Instant now, String note) {
    state = next;
    history = Stream.concat(history.stream(), Stream.of(new UploadStep(next, now, note))).toList();
    updatedAt = now;
  }

  LoadOrder order() {
    return new LoadOrder(
        id,
        teamId,
        dataset,
        tableName,
        new StoredFile(bucket, objectName, generation, sizeBytes),
        announcedRows,
        columns,
        attempt,
        claims);
  }

  Upload toUpload(SignedPut put) {
    return new Upload(
        id,
        teamId,
        dataset,
        tableName,
        state,
        sizeBytes,
        announcedRows,
        rowsLoaded,
        jobId,
        put,
        failure,
        history,
        createdAt,
        updatedAt);
  }

  SyncEvent received() {
    return new SyncEvent.UploadReceived(
        id, teamId, dataset, tableName, sizeBytes, generation, updatedAt);
  }

  SyncEvent loaded(String project) {
    return new SyncEvent.TableLoaded(
        id, teamId, project, dataset, tableName, rowsLoaded, jobId, updatedAt);
  }

  SyncEvent failed() {
    if (!ErrorCode.SCHEMA_DRIFT.name().equals(failure.code())) {
      return new SyncEvent.LoadFailed(id, teamId, dataset, tableName, failure.code(), updatedAt);
    }
    List<String> changes = failure.violations().stream().map(Violation::message).toList();
    return new SyncEvent.DriftRefused(id, teamId, dataset, tableName, changes, updatedAt);
  }
}
