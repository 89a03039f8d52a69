package io.bridge.sync.upload;

import static io.bridge.model.error.ErrorCode.LOAD_FAILED;
import static io.bridge.model.error.ErrorCode.LOAD_TAKEN_OVER;
import static io.bridge.model.error.ErrorCode.UPLOAD_MISSING;
import static io.bridge.model.error.ErrorCode.UPLOAD_SUPERSEDED;
import static io.bridge.model.upload.UploadState.AWAITING_FILE;
import static io.bridge.model.upload.UploadState.RECEIVED;

import io.bridge.model.error.BridgeException;
import io.bridge.runtime.event.Outbox;
import io.bridge.runtime.google.GoogleConfig;
import io.bridge.sync.SyncConfig;
import io.bridge.sync.tasks.LoadTask;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The steps of uploads, each one transaction with its fact. At most one holder carries a load on;
 * the holder's claim number is checked at each step, so that one who was given up by the reaper
 * changes nothing any more. Loads of one table run one after the other, and an upload that was
 * announced before the one already loaded ends as {@code UPLOAD_SUPERSEDED}: what was announced
 * last is what stays, in whatever order files, notifications and tasks arrive.
 */
@ApplicationScoped
public class UploadProgress {
  private static final Logger LOG = Logger.getLogger(UploadProgress.class);

  private final UploadRepository uploads;
  private final Outbox outbox;
  private final Clock clock;
  private final SyncConfig config;
  private final GoogleConfig google;

  UploadProgress(
      UploadRepository uploads,
      Outbox outbox,
      Clock clock,
      SyncConfig config,
      GoogleConfig google) {
    this.uploads = uploads;
    this.outbox = outbox;
    this.clock = clock;
    this.config = config;
    this.google = google;
  }

  /** The announced file is in the bucket. Idempotent; an object nobody announced is ignored. */
  public Uni<Void> receive(String object, long generation) {
    return outbox.publishing(
        () -> uploads.lockByObject(object).chain(row -> received(row, generation)));
  }

  private Uni<Void> received(Optional<UploadEntity> row, long generation) {
    return row.filter(r -> r.receive(generation, clock.instant(), config.reap().after()))
        .map(r -> outbox.add(r.received()))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  /** The task that the file waits for; empty where it waits for none. */
  @WithSession
  public Uni<Optional<LoadTask>> waiting(String object, long generation) {
    return uploads
        .byObject(object)
        .map(row -> row.filter(r -> r.state == RECEIVED && r.generation == generation))
        .map(row -> row.map(UploadEntity::task));
  }

  /** Makes the load the asker's, where it is nobody's. */
  public Uni<Claim> claim(UUID uploadId, long generation) {
    return outbox
        .publishing(() -> uploads.lock(uploadId).chain(row -> claimed(row, generation)))
        .onFailure(UploadRepository::tableIsBusy)
        .recoverWithItem(Claim.Nothing::new);
  }

  private Uni<Claim> claimed(Optional<UploadEntity> found, long generation) {
    Optional<UploadEntity> free = found.filter(r -> r.isClaimable(generation, clock.instant()));
    if (free.isEmpty()) {
      return Uni.createFrom().item(new Claim.Nothing());
    }
    UploadEntity row = free.get();
    if (row.claims >= config.load().maxClaims()) {
      return ended(row, LOAD_FAILED.with("The load was started " + row.claims + " times"));
    }
    return uploads
        .isTableBusy(row)
        .chain(busy -> busy ? Uni.createFrom().item(new Claim.Nothing()) : take(row));
  }

  private Uni<Claim> take(UploadEntity row) {
    row.claim(clock.instant(), config.load().lease());
    // First the table's place, which waits for a load that is just ending, then what it loaded.
    return uploads
        .flush()
        .chain(() -> uploads.isSuperseded(row))
        .chain(superseded -> superseded ? ended(row, newerIsThere()) : taken(row));
  }

  private Uni<Claim> taken(UploadEntity row) {
    return Uni.createFrom().item(new Claim.Taken(row.order()));
  }

  private Uni<Claim> ended(UploadEntity row, BridgeException why) {
    return fail(row, why).replaceWith(new Claim.Ended(row.dataset, row.tableName));
  }

  private static BridgeException newerIsThere() {
    return UPLOAD_SUPERSEDED.with("An upload of this table that was announced later is loaded");
  }

  /** A sign of life. Fails with {@code LOAD_TAKEN_OVER} where the lease was lost. */
  public Uni<LoadOrder> renew(LoadOrder order) {
    return held(order, row -> renewed(row));
  }

  private Uni<LoadOrder> renewed(UploadEntity row) {
    row.renew(clock.instant(), config.load().lease());
    return Uni.createFrom().item(row.order());
  }

  /** The next job id, stored before it is used. Fails with {@code LOAD_TAKEN_OVER}. */
  public Uni<LoadOrder> nextAttempt(LoadOrder order) {
    return held(order, this::advanced);
  }

  private Uni<LoadOrder> advanced(UploadEntity row) {
    row.attempt++;
    return renewed(row);
  }

  /** The table holds the file's rows. Fails with {@code LOAD_TAKEN_OVER}. */
  public Uni<Void> loaded(LoadOrder order, long rows) {
    return held(order, row -> load(row, rows));
  }

  private Uni<Void> load(UploadEntity row, long rows) {
    row.load(rows, clock.instant());
    LOG.infof("event=table-loaded upload=%s job=%s rows=%d", row.id, row.jobId, rows);
    return outbox.add(row.loaded(google.project()));
  }

  /** Ends the upload for good. Fails with {@code LOAD_TAKEN_OVER}. */
  public Uni<Void> failed(LoadOrder order, BridgeException why) {
    return held(order, row -> fail(row, why));
  }

  /**
   * Back into the queue; true where another try may follow, false where it was the last. Fails with
   * {@code LOAD_TAKEN_OVER}.
   */
  public Uni<Boolean> release(LoadOrder order, BridgeException why) {
    return held(order, row -> released(row, why));
  }

  private Uni<Boolean> released(UploadEntity row, BridgeException why) {
    if (row.failures + 1 >= config.load().maxFailures()) {
      return fail(row, why).replaceWith(false);
    }
    row.release(why.getMessage(), clock.instant(), config.reap().after());
    return Uni.createFrom().item(true);
  }

  /**
   * The task of the upload that may load the table next; a new one, since its own came too early.
   */
  @WithTransaction
  public Uni<Optional<LoadTask>> nextOf(String dataset, String table) {
    return uploads.nextOf(dataset, table).map(row -> row.map(this::requeued));
  }

  private LoadTask requeued(UploadEntity row) {
    return row.requeue(clock.instant(), config.reap().after());
  }

  /** Uploads that wait too long; each is left alone for a while after this. */
  @WithTransaction
  public Uni<List<Overdue>> overdue() {
    return uploads
        .due(clock.instant(), config.reap().batch())
        .map(rows -> rows.stream().map(this::overdue).toList());
  }

  private Overdue overdue(UploadEntity row) {
    Instant now = clock.instant();
    if (row.state != AWAITING_FILE) {
      return new Overdue.Load(requeued(row));
    }
    row.dueAt = now.plus(config.reap().after());
    Instant end = row.putExpiresAt.plus(config.reap().grace());
    return new Overdue.File(row.id, row.objectName, end.isBefore(now));
  }

  /** The file never came. Nothing where it came meanwhile. */
  public Uni<Void> missing(UUID uploadId) {
    return outbox.publishing(() -> uploads.lock(uploadId).chain(this::gaveUp));
  }

  private Uni<Void> gaveUp(Optional<UploadEntity> found) {
    return found
        .filter(row -> row.state == AWAITING_FILE)
        .map(row -> fail(row, UPLOAD_MISSING.with("The signed address ended; announce it again")))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> fail(UploadEntity row, BridgeException why) {
    row.fail(why, clock.instant());
    LOG.infof("event=upload-failed upload=%s code=%s", row.id, why.code());
    return outbox.add(row.failed());
  }

  private <T> Uni<T> held(LoadOrder order, Function<UploadEntity, Uni<T>> step) {
    return outbox.publishing(
        () -> uploads.lock(order.uploadId()).map(row -> require(row, order)).chain(step::apply));
  }

  private static UploadEntity require(Optional<UploadEntity> row, LoadOrder order) {
    return row.filter(r -> r.isHeldBy(order))
        .orElseThrow(() -> LOAD_TAKEN_OVER.with("Another holder carries this load on"));
  }
}
