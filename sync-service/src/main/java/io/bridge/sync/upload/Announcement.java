package io.bridge.sync.upload;

import static io.bridge.model.error.ErrorCode.COLUMN_NOT_EXACT;
import static io.bridge.model.error.ErrorCode.NAME_NOT_ALLOWED;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import io.bridge.model.type.ColumnMapping;
import io.bridge.model.type.SourceColumn;
import io.bridge.model.type.TypeMapping;
import io.bridge.model.type.WarehouseColumn;
import io.bridge.model.type.WarehouseNames;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.UploadColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a person announced, after it was judged.
 *
 * @param idempotencyKey null where the caller sent none
 * @param fingerprint of the request: tells a repeated request from another one with the same key
 */
record Announcement(
    NewUpload request,
    UUID userId,
    List<WarehouseColumn> columns,
    String idempotencyKey,
    String fingerprint) {

  /**
   * Fails with {@code NAME_NOT_ALLOWED} or {@code COLUMN_NOT_EXACT}, each naming every place that
   * is wrong.
   */
  static Announcement of(NewUpload request, UUID userId, String idempotencyKey) {
    requireNames(request);
    // A record's text has its components in a fixed order.
    String fingerprint = Sha256.hex(request.toString());
    return new Announcement(
        request, userId, exactColumns(request.columns()), idempotencyKey, fingerprint);
  }

  private static void requireNames(NewUpload request) {
    List<Violation> wrong = new ArrayList<>();
    violation("dataset", WarehouseNames.problemWithDataset(request.dataset()))
        .ifPresent(wrong::add);
    violation("table", WarehouseNames.problemWithTable(request.table())).ifPresent(wrong::add);
    if (!wrong.isEmpty()) {
      throw new BridgeException(NAME_NOT_ALLOWED, wrong.getFirst().message(), wrong);
    }
  }

  private static Optional<Violation> violation(String field, Optional<String> problem) {
    return problem.map(text -> new Violation(field, text));
  }

  private static List<WarehouseColumn> exactColumns(List<UploadColumn> columns) {
    List<ColumnMapping> mappings =
        TypeMapping.map(columns.stream().map(c -> new SourceColumn(c.name(), c.type())).toList());
    List<WarehouseColumn> exact = new ArrayList<>(mappings.size());
    List<Violation> wrong = new ArrayList<>();
    for (int i = 0; i < mappings.size(); i++) {
      switch (mappings.get(i)) {
        case ColumnMapping.Exact mapped -> exact.add(mapped.column());
        case ColumnMapping.Refused refused -> wrong.add(violation(i, refused));
      }
    }
    if (!wrong.isEmpty()) {
      throw new BridgeException(COLUMN_NOT_EXACT, detail(wrong), wrong);
    }
    return List.copyOf(exact);
  }

  private static Violation violation(int index, ColumnMapping.Refused refused) {
    String message =
        "%s (%s): %s; %s"
            .formatted(refused.sourceName(), refused.type(), refused.reason(), refused.hint());
    return new Violation("columns[" + index + "].type", message);
  }

  private static String detail(List<Violation> wrong) {
    String first = "Column " + wrong.getFirst().message();
    return wrong.size() == 1 ? first : first + " (and " + (wrong.size() - 1) + " more)";
  }
}
