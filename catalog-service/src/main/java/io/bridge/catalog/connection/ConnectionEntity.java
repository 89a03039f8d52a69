package io.bridge.catalog.connection;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A connection's row. Written by {@link ConnectionRepository} only. */
@Entity(name = "connection")
class ConnectionEntity {
  @Id UUID id;
  UUID teamId;
  String projectId;
  String status;
  Instant changedAt;

  KnownConnection toConnection() {
    return new KnownConnection(id, teamId, projectId);
  }
}
