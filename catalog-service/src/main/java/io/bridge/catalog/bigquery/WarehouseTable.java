package io.bridge.catalog.bigquery;

import io.bridge.model.catalog.Column;
import java.time.Instant;
import java.util.List;

/**
 * A table as the warehouse tells it.
 *
 * @param type {@code TABLE}, {@code VIEW} or another word of BigQuery's
 * @param description null where there is none
 * @param rowCount 0 for views
 * @param sizeBytes logical bytes; 0 for views
 * @param lastModified null where the warehouse does not say
 */
public record WarehouseTable(
    String name,
    String fqn,
    String type,
    String description,
    long rowCount,
    long sizeBytes,
    Instant lastModified,
    List<Column> columns) {}
