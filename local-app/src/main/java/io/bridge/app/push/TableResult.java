package io.bridge.app.push;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadFailure;
import io.bridge.model.upload.UploadState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * What became of one table.
 *
 * @param rows in the source
 * @param rowsLoaded as the warehouse counted them; null where the table was not loaded
 * @param bytes of the file that was sent
 * @param state where it stands; null where it was never announced
 * @param uploadId null where it was never announced
 * @param failure null where the table was loaded
 */
record TableResult(
    String table,
    long rows,
    Long rowsLoaded,
    long bytes,
    UploadState state,
    double seconds,
    UUID uploadId,
    UploadFailure failure) {

  boolean loaded() {
    return state == UploadState.LOADED && failure == null;
  }

  /** Never empty where the table was not loaded. */
  ErrorCode code() {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> failure != null && code.name().equals(failure.code()))
        .findFirst()
        .orElse(ErrorCode.LOAD_FAILED);
  }

  /** A table and the time that it took, to be completed by what became of it. */
  record Sent(String table, long rows, long bytes, Duration took) {

    TableResult ended(Upload upload) {
      UploadFailure failure =
          switch (upload.state()) {
            case LOADED -> Objects.equals(upload.rowsLoaded(), rows) ? null : miscounted(upload);
            case FAILED -> upload.failure() == null ? unexplained() : upload.failure();
            case null, default -> unfinished(upload);
          };
      return result(upload, failure);
    }

    /**
     * @param uploadId null where it was never announced
     */
    TableResult failed(BridgeException e, UUID uploadId) {
      UploadState state = uploadId == null ? null : UploadState.FAILED;
      UploadFailure failure = new UploadFailure(e.code().name(), e.getMessage(), e.violations());
      return new TableResult(table, rows, null, bytes, state, seconds(), uploadId, failure);
    }

    private TableResult result(Upload upload, UploadFailure failure) {
      return new TableResult(
          table, rows, upload.rowsLoaded(), bytes, upload.state(), seconds(), upload.id(), failure);
    }

    private double seconds() {
      return took.toMillis() / 1000.0;
    }

    private UploadFailure miscounted(Upload upload) {
      return new UploadFailure(
          ErrorCode.ROW_COUNT_MISMATCH.name(),
          "%d rows were sent, the service tells of %s.".formatted(rows, upload.rowsLoaded()),
          null);
    }

    private static UploadFailure unexplained() {
      return new UploadFailure(
          ErrorCode.LOAD_FAILED.name(), "The load failed and the service did not say why.", null);
    }

    private static UploadFailure unfinished(Upload upload) {
      return new UploadFailure(
          ErrorCode.LOAD_FAILED.name(),
          "The load has not ended in time; it goes on without this command. Upload " + upload.id(),
          null);
    }
  }
}
