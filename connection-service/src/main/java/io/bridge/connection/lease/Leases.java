package io.bridge.connection.lease;

import io.bridge.connection.ConnectionConfig;
import io.bridge.model.error.ErrorCode;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Rows of leases. */
@ApplicationScoped
public class Leases implements PanacheRepositoryBase<LeaseEntity, UUID> {
  private final Clock clock;
  private final ConnectionConfig config;

  Leases(Clock clock, ConnectionConfig config) {
    this.clock = clock;
    this.config = config;
  }

  /** Ends every lease of the connection, in the caller's transaction; answers how many. */
  public Uni<Integer> endAll(UUID connectionId, Instant now) {
    return update(
        "revokedAt = ?1 where connectionId = ?2 and revokedAt is null", now, connectionId);
  }

  /** Forgets what ended long ago, in the caller's transaction; answers how many. */
  public Uni<Integer> purge() {
    return delete("expiresAt < ?1", clock.instant().minus(config.reap().keepLeases()))
        .map(Long::intValue);
  }

  /** Fails with {@code LEASE_NOT_FOUND}, also where the lease is another peer's. */
  Uni<LeaseEntity> require(UUID id, String peer) {
    return find("id = ?1 and peer = ?2", id, peer)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> ErrorCode.LEASE_NOT_FOUND.with(ErrorCode.LEASE_NOT_FOUND.title()));
  }
}
