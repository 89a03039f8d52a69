package io.bridge.catalog.dataset;

import io.bridge.catalog.bigquery.WarehouseDataset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * What was seen of a connection.
 *
 * @param at when the look began, to the microsecond as PostgreSQL keeps it: of two looks the one
 *     that began later counts
 */
public record Snapshot(
    UUID teamId, UUID connectionId, Instant at, List<WarehouseDataset> datasets) {
  public Snapshot {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }
}
