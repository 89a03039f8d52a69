package io.bridge.model.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A table or view as the last scan saw it.
 *
 * @param fqn {@code project.dataset.table}
 * @param tableType {@code TABLE} or {@code VIEW}, as the warehouse says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Table(
    UUID id,
    UUID datasetId,
    String name,
    String fqn,
    String tableType,
    String description,
    long rowCount,
    long sizeBytes,
    Instant lastModified,
    Instant scannedAt) {}
