package io.bridge.catalog.dataset;

import io.bridge.model.catalog.Table;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A table's row. Written by {@link CatalogWriter} only. */
@Entity(name = "dataset_table")
class TableEntity {
  @Id UUID id;
  UUID datasetId;
  UUID teamId;
  String name;
  String fqn;
  String tableType;
  String description;
  long rowCount;
  long sizeBytes;
  Instant lastModified;
  Instant scannedAt;

  Table toTable() {
    return new Table(
        id,
        datasetId,
        name,
        fqn,
        tableType,
        description,
        rowCount,
        sizeBytes,
        lastModified,
        scannedAt);
  }
}
