package io.bridge.sync.load;

import static io.bridge.model.error.ErrorCode.ROW_COUNT_MISMATCH;
import static io.bridge.model.error.ErrorCode.UPLOAD_CHANGED;
import static io.bridge.model.error.ErrorCode.UPLOAD_MISSING;
import static io.bridge.model.error.ErrorCode.WAREHOUSE_UNAVAILABLE;

import io.bridge.model.type.WarehouseColumn;
import io.bridge.sync.bigquery.LoadJob;
import io.bridge.sync.bigquery.TableLoad;
import io.bridge.sync.bigquery.Warehouse;
import io.bridge.sync.storage.StoredFile;
import io.bridge.sync.storage.UploadBucket;
import io.bridge.sync.upload.LoadOrder;
import io.bridge.sync.upload.UploadProgress;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings one file into one table. The job of the current attempt is looked for before one is
 * inserted, and an attempt's number is raised only after its job is known to have failed: whatever
 * crashes where, no file is loaded twice.
 */
@ApplicationScoped
class Loader {
  private static final Logger LOG = Logger.getLogger(Loader.class);

  private final UploadBucket bucket;
  private final Warehouse warehouse;
  private final UploadProgress progress;
  private final JobWait wait;

  Loader(UploadBucket bucket, Warehouse warehouse, UploadProgress progress, JobWait wait) {
    this.bucket = bucket;
    this.warehouse = warehouse;
    this.progress = progress;
    this.wait = wait;
  }

  /**
   * Rows in the table after the load. Fails with {@code UPLOAD_MISSING}, {@code UPLOAD_CHANGED},
   * {@code DATASET_NOT_FOUND}, {@code SCHEMA_DRIFT}, {@code FILE_UNREADABLE}, {@code LOAD_FAILED},
   * {@code ROW_COUNT_MISMATCH}, {@code LOAD_TAKEN_OVER}, or, where another try may help, with
   * {@code WAREHOUSE_UNAVAILABLE} or {@code SERVICE_UNAVAILABLE}.
   */
  Uni<Long> load(LoadOrder order) {
    return warehouse
        .find(order.jobId())
        .chain(job -> job.map(found -> adopt(order, found)).orElseGet(() -> start(order)))
        .map(job -> rows(order, job));
  }

  /** A holder before this one got as far as the job. */
  private Uni<LoadJob> adopt(LoadOrder order, LoadJob job) {
    LOG.infof("event=load-job-adopted upload=%s job=%s", order.uploadId(), order.jobId());
    return job instanceof LoadJob.Broken(var passing, _, _) && passing
        ? progress.nextAttempt(order).chain(this::start)
        : wait.until(order, job);
  }

  private Uni<LoadJob> start(LoadOrder order) {
    return checkFile(order)
        .chain(() -> warehouse.ensureDataset(order.teamId(), order.dataset()))
        .chain(() -> warehouse.columnsOf(order.dataset(), order.table()))
        .chain(existing -> insert(order, Drift.merge(existing.orElse(List.of()), order.columns())));
  }

  private Uni<Void> checkFile(LoadOrder order) {
    return bucket
        .find(order.file().name())
        .invoke(there -> requireSame(order.file(), there))
        .chain(() -> bucket.rows(order.file()))
        .invoke(rows -> requireRows(order, rows))
        .replaceWithVoid();
  }

  /** Before the load, because after it the table's old rows are gone. */
  private static void requireRows(LoadOrder order, long rows) {
    if (rows != order.rows()) {
      throw ROW_COUNT_MISMATCH.with(
          "The file has %d rows, announced were %d".formatted(rows, order.rows()));
    }
  }

  /** BigQuery cannot be told which generation to load, so it must be the only one ever. */
  private static void requireSame(StoredFile announced, Optional<StoredFile> there) {
    StoredFile file =
        there.orElseThrow(() -> UPLOAD_MISSING.with("The file is not in the bucket any more"));
    if (file.sizeBytes() != announced.sizeBytes()) {
      throw UPLOAD_CHANGED.with(
          "The file has %d bytes, announced were %d"
              .formatted(file.sizeBytes(), announced.sizeBytes()));
    }
    if (!file.equals(announced)) {
      throw UPLOAD_CHANGED.with("The file was replaced after it arrived");
    }
  }

  /** The lease is renewed last of all: who lost it must not insert. */
  private Uni<LoadJob> insert(LoadOrder order, List<WarehouseColumn> columns) {
    TableLoad load =
        new TableLoad(
            order.jobId(),
            order.teamId(),
            order.dataset(),
            order.table(),
            order.file().uri(),
            columns);
    return progress
        .renew(order)
        .chain(() -> warehouse.insert(load))
        .invoke(
            () -> LOG.infof("load job inserted upload=%s job=%s", order.uploadId(), load.jobId()))
        .chain(job -> wait.until(order, job));
  }

  private static long rows(LoadOrder order, LoadJob job) {
    return switch (job) {
      case LoadJob.Loaded(var rows) -> {
        requireRows(order, rows);
        yield rows;
      }
      case LoadJob.Broken(var passing, _, var reason) when passing ->
          throw WAREHOUSE_UNAVAILABLE.with(reason);
      case LoadJob.Broken(_, var code, var reason) -> throw code.with(reason);
      case LoadJob.Running _ -> throw WAREHOUSE_UNAVAILABLE.with("The load job has not ended");
    };
  }
}
