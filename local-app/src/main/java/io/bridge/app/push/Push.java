package io.bridge.app.push;

import static io.bridge.model.error.ErrorCode.INTERNAL;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.http.Time;
import io.bridge.app.source.ExportedTable;
import io.bridge.model.error.BridgeException;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadColumn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Sends exported tables and follows their loads, several at once. A table that fails does not stop
 * the others.
 */
final class Push {
  /** An address may expire while a slow line sends; then the file is announced anew. */
  private static final int ANNOUNCEMENTS = 3;

  private final Destination destination;
  private final Means means;
  private final Progress progress;
  private final Semaphore sending;

  record Destination(UUID teamId, String dataset) {}

  record Means(Gateway gateway, SignedUpload storage, LoadWatch watch, Time time) {}

  /**
   * @param parallel how many files are on their way at once; loads are followed beside that
   */
  Push(Destination destination, Means means, Progress progress, int parallel) {
    this.destination = destination;
    this.means = means;
    this.progress = progress;
    this.sending = new Semaphore(parallel, true);
  }

  /** One result for each table, in the same order. */
  List<TableResult> all(List<ExportedTable> tables) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TableResult>> results = new ArrayList<>();
      tables.forEach(table -> results.add(threads.submit(() -> one(table))));
      return results.stream().map(Push::outcome).toList();
    }
  }

  private static TableResult outcome(Future<TableResult> result) {
    try {
      return result.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a table's failure is a result", e);
    }
  }

  private TableResult one(ExportedTable table) {
    sending.acquireUninterruptibly();
    Course course = new Course(table, means.time().now());
    TableResult result;
    try {
      sendAndRelease(course);
      result = course.sent().ended(means.watch().follow(course.uploadId));
    } catch (BridgeException e) {
      result = course.sent().failed(e, course.uploadId);
    } catch (RuntimeException e) {
      // The message could hold an address with a signature.
      BridgeException unexpected = INTERNAL.with("Unexpected: " + e.getClass().getSimpleName());
      result = course.sent().failed(unexpected, course.uploadId);
    }
    progress.ended(result);
    return result;
  }

  private void sendAndRelease(Course course) {
    try {
      send(course);
    } finally {
      sending.release();
    }
  }

  private void send(Course course) {
    for (int i = 0; i < ANNOUNCEMENTS; i++) {
      Upload upload = announce(course.table);
      course.uploadId = upload.id();
      SignedUpload.Outcome outcome =
          means.storage().send(course.table.file(), upload.put(), progress::moved);
      if (outcome == SignedUpload.Outcome.ARRIVED) {
        return;
      }
    }
    throw INTERNAL.with("The signed address expired each time before the file had gone.");
  }

  private Upload announce(ExportedTable table) {
    List<UploadColumn> columns =
        table.columns().stream().map(c -> new UploadColumn(c.name(), c.duckDbType())).toList();
    NewUpload request =
        new NewUpload(
            destination.teamId(),
            destination.dataset(),
            table.name(),
            table.sizeBytes(),
            table.rows(),
            columns);
    Upload upload = means.gateway().postOnce("/v1/uploads", request, Upload.class);
    if (upload.id() == null || upload.put() == null) {
      throw INTERNAL.with("The announcement was answered without an address for the file.");
    }
    return upload;
  }

  /** One table on its way; for the one thread that carries it. */
  private final class Course {
    private final ExportedTable table;
    private final Instant started;
    private UUID uploadId;

    Course(ExportedTable table, Instant started) {
      this.table = table;
      this.started = started;
    }

    TableResult.Sent sent() {
      Duration took = Duration.between(started, means.time().now());
      return new TableResult.Sent(table.name(), table.rows(), table.sizeBytes(), took);
    }
  }
}
