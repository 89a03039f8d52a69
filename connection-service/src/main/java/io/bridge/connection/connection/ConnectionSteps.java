package io.bridge.connection.connection;

import io.bridge.connection.ConnectionConfig;
import io.bridge.connection.lease.Leases;
import io.bridge.model.connection.PermissionCheck;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The steps of a stored connection, each inside the caller's session or transaction. */
@ApplicationScoped
class ConnectionSteps {
  private final ConnectionRepository connections;
  private final Leases leases;
  private final CurrentCaller caller;
  private final Clock clock;
  private final ConnectionConfig config;

  ConnectionSteps(
      ConnectionRepository connections,
      Leases leases,
      CurrentCaller caller,
      Clock clock,
      ConnectionConfig config) {
    this.connections = connections;
    this.leases = leases;
    this.caller = caller;
    this.clock = clock;
    this.config = config;
  }

  /** Fails with {@code CONNECTION_NOT_FOUND} and {@code FORBIDDEN}. */
  Uni<ConnectionEntity> editable(UUID id) {
    return connections.require(id).invoke(this::requireEditor);
  }

  /**
   * Keeps what a validation found; leases end where it failed. Fails with {@code
   * CONNECTION_NOT_FOUND} where the connection was removed meanwhile.
   */
  Uni<ConnectionEntity> settle(UUID id, List<PermissionCheck> checks) {
    Instant now = clock.instant();
    return connections
        .requireLocked(id)
        .call(row -> row.settle(checks, now) ? nothing() : leases.endAll(row.id, now));
  }

  /** From here on nobody sees it. Fails with {@code CONNECTION_NOT_FOUND} and {@code FORBIDDEN}. */
  Uni<ConnectionEntity> remove(UUID id) {
    Instant now = clock.instant();
    return connections
        .requireLocked(id)
        .invoke(this::requireEditor)
        .invoke(row -> row.remove(now, config.reap().after()))
        .call(row -> leases.endAll(row.id, now));
  }

  /** What a crash left half done and whose time is over; half made ones are given up first. */
  Uni<List<ConnectionEntity>> overdue() {
    Instant now = clock.instant();
    return connections
        .due(now, config.reap().batch())
        .invoke(rows -> rows.stream().filter(row -> !row.isOut()).forEach(row -> giveUp(row, now)))
        .map(rows -> rows.stream().filter(row -> !row.dueAt.isAfter(now)).toList());
  }

  private void giveUp(ConnectionEntity row, Instant now) {
    row.remove(now, config.reap().after());
  }

  private void requireEditor(ConnectionEntity row) {
    caller.require(row.teamId, TeamRole.EDITOR, ErrorCode.CONNECTION_NOT_FOUND);
  }

  private static Uni<Integer> nothing() {
    return Uni.createFrom().item(0);
  }
}
