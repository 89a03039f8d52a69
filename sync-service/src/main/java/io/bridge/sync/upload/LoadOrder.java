package io.bridge.sync.upload;

import io.bridge.model.type.WarehouseColumn;
import io.bridge.sync.storage.StoredFile;
import java.util.List;
import java.util.UUID;

/**
 * A load that the holder may carry on until its lease runs out.
 *
 * @param file what must be in the bucket: the announced size, the notified generation
 * @param rows rows announced
 * @param columns the file's columns as the warehouse's
 * @param attempt number of the load job, from 1
 * @param claim number of this claim: whoever holds an older one has lost the load
 */
public record LoadOrder(
    UUID uploadId,
    UUID teamId,
    String dataset,
    String table,
    StoredFile file,
    long rows,
    List<WarehouseColumn> columns,
    int attempt,
    int claim) {

  /**
   * Id of the load job: the same file and attempt always give the same one, so that BigQuery takes
   * it once.
   */
  public String jobId() {
    String what =
        String.join(
            "\n",
            file.bucket(),
            file.name(),
            Long.toString(file.generation()),
            dataset + "." + table);
    return "sync_" + Sha256.hex(what) + "_a" + attempt;
  }
}
