package io.bridge.model.event;

import java.time.Instant;
import java.util.UUID;

/**
 * Facts on topic {@code bridge.catalog.v1}, written by catalog-service. Add fields freely; rename
 * or remove only in a v2.
 */
public sealed interface CatalogEvent extends Fact {
  UUID teamId();

  UUID connectionId();

  /** A scan of the whole warehouse ended. */
  record CatalogScanned(
      UUID teamId, UUID connectionId, int datasets, int tables, int columns, Instant at)
      implements CatalogEvent {
    @Override
    public String subject() {
      return connectionId.toString();
    }
  }

  /** One table was seen anew. */
  record TableChanged(
      UUID teamId, UUID connectionId, UUID tableId, String fqn, long rowCount, Instant at)
      implements CatalogEvent {
    @Override
    public String subject() {
      return fqn;
    }
  }
}
