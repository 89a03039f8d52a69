package io.bridge.catalog.bigquery;

import java.time.Instant;
import java.util.List;

/**
 * A dataset as the warehouse tells it.
 *
 * @param fqn {@code project.dataset}
 * @param description null where there is none
 * @param lastModified null where the warehouse does not say
 */
public record WarehouseDataset(
    String name,
    String fqn,
    String description,
    String location,
    Instant lastModified,
    List<WarehouseTable> tables) {}
