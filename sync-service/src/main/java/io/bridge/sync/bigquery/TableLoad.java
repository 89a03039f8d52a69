package io.bridge.sync.bigquery;

import io.bridge.model.type.WarehouseColumn;
import java.util.List;
import java.util.UUID;

/**
 * One Parquet file that replaces one table.
 *
 * @param jobId deterministic: a second insert of the same load finds the first
 * @param sourceUri {@code gs://bucket/object}
 * @param columns the table's columns after the load
 */
public record TableLoad(
    String jobId,
    UUID teamId,
    String dataset,
    String table,
    String sourceUri,
    List<WarehouseColumn> columns) {}
