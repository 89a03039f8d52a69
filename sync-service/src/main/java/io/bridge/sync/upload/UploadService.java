package io.bridge.sync.upload;

import static io.bridge.model.error.ErrorCode.IDEMPOTENCY_KEY_REUSED;
import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static io.bridge.model.error.ErrorCode.PAYLOAD_TOO_LARGE;
import static io.bridge.model.error.ErrorCode.UPLOAD_NOT_FOUND;
import static io.bridge.model.upload.UploadState.AWAITING_FILE;

import io.bridge.model.Page;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.bridge.model.upload.Upload;
import io.bridge.runtime.http.PageRequest;
import io.bridge.sync.SyncConfig;
import io.bridge.sync.bigquery.Warehouse;
import io.bridge.sync.storage.UploadBucket;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Announces uploads and tells where they stand. */
@ApplicationScoped
class UploadService {
  private final UploadRepository uploads;
  private final UploadBucket bucket;
  private final Warehouse warehouse;
  private final Clock clock;
  private final SyncConfig config;

  UploadService(
      UploadRepository uploads,
      UploadBucket bucket,
      Warehouse warehouse,
      Clock clock,
      SyncConfig config) {
    this.uploads = uploads;
    this.bucket = bucket;
    this.warehouse = warehouse;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Idempotent with a key: the same request gives the same upload. Fails with {@code
   * IDEMPOTENCY_KEY_REUSED}, {@code PAYLOAD_TOO_LARGE}, {@code DATASET_NOT_FOUND} where the dataset
   * is not the team's, {@code SERVICE_UNAVAILABLE} or {@code WAREHOUSE_UNAVAILABLE}.
   */
  Uni<Upload> announce(Announcement announced) {
    requireSize(announced.request().sizeBytes());
    return known(announced)
        .chain(row -> row.map(r -> same(r, announced)).orElseGet(() -> create(announced)))
        .chain(this::signed);
  }

  private void requireSize(long sizeBytes) {
    long most = config.maxFileSize().asLongValue();
    if (sizeBytes > most) {
      throw PAYLOAD_TOO_LARGE.with("A file of " + sizeBytes + " bytes; at most " + most);
    }
  }

  private Uni<Optional<UploadEntity>> known(Announcement announced) {
    return announced.idempotencyKey() == null
        ? Uni.createFrom().item(Optional.empty())
        : Panache.withSession(() -> uploads.byKey(announced));
  }

  private static Uni<UploadEntity> same(UploadEntity row, Announcement announced) {
    return row.fingerprint.equals(announced.fingerprint())
        ? Uni.createFrom().item(row)
        : Uni.createFrom()
            .failure(
                IDEMPOTENCY_KEY_REUSED.with(
                    "The Idempotency-Key was sent with another body; send another key"));
  }

  private Uni<UploadEntity> create(Announcement announced) {
    return warehouse
        .requireFreeOrOwn(announced.request().teamId(), announced.request().dataset())
        .chain(() -> Panache.withTransaction(() -> uploads.persist(row(announced))))
        .onFailure(UploadRepository::keyIsTaken)
        .recoverWithUni(() -> known(announced).chain(row -> same(row.orElseThrow(), announced)));
  }

  private UploadEntity row(Announcement announced) {
    var terms =
        new UploadEntity.Terms(
            config.bucket(), clock.instant(), config.signatureLifetime(), config.reap().after());
    return UploadEntity.from(announced, terms);
  }

  private Uni<Upload> signed(UploadEntity row) {
    Instant now = clock.instant();
    if (row.state != AWAITING_FILE || !row.putExpiresAt.isAfter(now)) {
      return Uni.createFrom().item(row.toUpload(null));
    }
    return bucket.sign(row.objectName, row.sizeBytes, now, row.putExpiresAt).map(row::toUpload);
  }

  /** Fails with {@code UPLOAD_NOT_FOUND}, also where the upload is another team's. */
  @WithSession
  Uni<Upload> find(UUID id, Caller caller) {
    return uploads
        .require(id)
        .invoke(row -> requireMember(row, caller))
        .map(row -> row.toUpload(null));
  }

  private static void requireMember(UploadEntity row, Caller caller) {
    if (!caller.holds(row.teamId, TeamRole.VIEWER)) {
      throw UPLOAD_NOT_FOUND.with(UPLOAD_NOT_FOUND.title());
    }
  }

  /** Newest first. Fails with {@code INVALID_REQUEST} where the token is not ours. */
  @WithSession
  Uni<Page<Upload>> list(UUID teamId, PageRequest page) {
    return uploads
        .ofTeam(teamId, before(page), page.limit())
        .map(rows -> page.page(rows, row -> Long.toString(row.ordinal)))
        .map(found -> new Page<>(uploads(found.items()), found.nextPageToken()));
  }

  private static List<Upload> uploads(List<UploadEntity> rows) {
    return rows.stream().map(row -> row.toUpload(null)).toList();
  }

  private static long before(PageRequest page) {
    try {
      return page.after().isEmpty() ? Long.MAX_VALUE : Long.parseLong(page.after());
    } catch (NumberFormatException _) {
      throw INVALID_REQUEST.with("pageToken is not one that this list gave");
    }
  }
}
