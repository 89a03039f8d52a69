package io.bridge.connection.lease;

import io.bridge.connection.ConnectionConfig;
import io.bridge.connection.connection.ConnectionService;
import io.bridge.connection.connection.UsableConnection;
import io.bridge.connection.credential.CredentialStore;
import io.bridge.connection.credential.TokenScope;
import io.bridge.connection.envelope.Envelope;
import io.bridge.connection.google.TokenAnswer;
import io.bridge.model.connection.Lease;
import io.bridge.model.connection.LeasePurpose;
import io.bridge.model.connection.NewLease;
import io.bridge.model.error.ErrorCode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Gives, shows and ends leases. */
@ApplicationScoped
class LeaseService {
  private static final Logger LOG = Logger.getLogger(LeaseService.class);

  /** What each peer may have a lease for. */
  private static final Map<String, LeasePurpose> PURPOSES =
      Map.of("catalog-service", LeasePurpose.SCAN, "dashboard-service", LeasePurpose.QUERY);

  private final ConnectionService connections;
  private final CredentialStore credentials;
  private final Leases leases;
  private final Clock clock;
  private final ConnectionConfig config;

  LeaseService(
      ConnectionService connections,
      CredentialStore credentials,
      Leases leases,
      Clock clock,
      ConnectionConfig config) {
    this.connections = connections;
    this.credentials = credentials;
    this.leases = leases;
    this.clock = clock;
    this.config = config;
  }

  /**
   * A lease with a new token. Fails with {@code FORBIDDEN} where the peer may not have this
   * purpose, {@code CONNECTION_NOT_FOUND}, {@code CONNECTION_NOT_VALIDATED}, {@code
   * CREDENTIAL_UNUSABLE}, {@code WAREHOUSE_UNAVAILABLE} and {@code SERVICE_UNAVAILABLE}.
   */
  Uni<Lease> grant(String peer, UUID connectionId, NewLease wanted) {
    if (PURPOSES.get(peer) != wanted.purpose()) {
      throw ErrorCode.FORBIDDEN.with(peer + " takes leases for " + PURPOSES.get(peer) + " only");
    }
    return connections
        .requireUsable(connectionId, wanted.teamId())
        .chain(
            connection -> grant(connection, LeaseEntity.from(connection, peer, wanted.purpose())))
        .invoke(
            lease ->
                LOG.infof(
                    "event=lease-granted lease=%s connection=%s team=%s peer=%s",
                    lease.id(), lease.connectionId(), lease.teamId(), peer));
  }

  private Uni<Lease> grant(UsableConnection connection, LeaseEntity row) {
    return credentials
        .token(connection.credential(), scope(row.purpose))
        .map(LeaseService::granted)
        .chain(token -> Panache.withTransaction(() -> keep(row, token)));
  }

  private static TokenScope scope(LeasePurpose purpose) {
    return switch (purpose) {
      case SCAN -> TokenScope.READ;
      case QUERY -> TokenScope.QUERY;
    };
  }

  private static TokenAnswer.Granted granted(TokenAnswer answer) {
    return switch (answer) {
      case TokenAnswer.Granted token -> token;
      case TokenAnswer.Refused _ -> throw Envelope.unusable();
    };
  }

  /** Looks again: who ends the connection now either sees this lease or is seen here. */
  private Uni<Lease> keep(LeaseEntity row, TokenAnswer.Granted token) {
    Instant now = clock.instant();
    Instant until = now.plus(config.leaseTtl());
    boolean outlives = until.isAfter(token.expiresAt());
    row.grant(now, outlives ? token.expiresAt() : until, config.byteAllowance());
    return connections
        .requireUsable(row.connectionId, row.teamId)
        .chain(() -> leases.persist(row))
        .map(kept -> kept.toLease(token.value()));
  }

  /** Without its token. Fails with {@code LEASE_NOT_FOUND} and {@code LEASE_ENDED}. */
  @WithSession
  Uni<Lease> find(String peer, UUID id) {
    return leases.require(id, peer).invoke(this::requireGood).map(row -> row.toLease(null));
  }

  private void requireGood(LeaseEntity row) {
    if (!row.isGood(clock.instant())) {
      throw ErrorCode.LEASE_ENDED.with(ErrorCode.LEASE_ENDED.title());
    }
  }

  /** Idempotent. Fails with {@code LEASE_NOT_FOUND}. */
  @WithTransaction
  Uni<Void> end(String peer, UUID id) {
    return leases.require(id, peer).invoke(row -> row.revoke(clock.instant())).replaceWithVoid();
  }
}
