package io.bridge.catalog.dataset;

import io.bridge.model.catalog.Dataset;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A dataset's row. Written by {@link CatalogWriter} only. */
@Entity(name = "dataset")
class DatasetEntity {
  @Id UUID id;
  UUID teamId;
  UUID connectionId;
  String name;
  String fqn;
  String description;
  String location;
  Instant lastModified;
  Instant scannedAt;

  Dataset toDataset() {
    return new Dataset(
        id, teamId, connectionId, name, fqn, description, location, lastModified, scannedAt);
  }
}
