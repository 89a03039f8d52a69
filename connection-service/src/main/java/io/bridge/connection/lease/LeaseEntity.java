package io.bridge.connection.lease;

import io.bridge.connection.connection.UsableConnection;
import io.bridge.model.connection.Lease;
import io.bridge.model.connection.LeasePurpose;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A lease's row. The token is not kept. */
@Entity
@Table(name = "lease")
class LeaseEntity {
  @Id UUID id;
  UUID connectionId;
  UUID teamId;
  String projectId;
  String peer;

  @Enumerated(EnumType.STRING)
  LeasePurpose purpose;

  long byteAllowance;
  Instant issuedAt;
  Instant expiresAt;
  Instant revokedAt;

  static LeaseEntity from(UsableConnection connection, String peer, LeasePurpose purpose) {
    LeaseEntity row = new LeaseEntity();
    row.id = UUID.randomUUID();
    row.connectionId = connection.id();
    row.teamId = connection.teamId();
    row.projectId = connection.projectId();
    row.peer = peer;
    row.purpose = purpose;
    return row;
  }

  void grant(Instant now, Instant until, long bytes) {
    issuedAt = now;
    expiresAt = until;
    byteAllowance = bytes;
  }

  boolean isGood(Instant now) {
    return revokedAt == null && expiresAt.isAfter(now);
  }

  void revoke(Instant now) {
    revokedAt = revokedAt == null ? now : revokedAt;
  }

  /**
   * @param token null where the lease is only looked at
   */
  Lease toLease(String token) {
    return new Lease(
        id, connectionId, teamId, projectId, purpose, token, List.of(), byteAllowance, expiresAt);
  }
}
