package io.bridge.connection.connection;

import io.bridge.model.Page;
import io.bridge.model.connection.Connection;
import io.bridge.model.connection.ConnectionStatus;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.http.PageRequest;
import io.bridge.runtime.identity.CurrentCaller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Shows connections to members of their team and to the peers that work with them. */
@ApplicationScoped
public class ConnectionService {
  /** Services that read connections and take leases of them. */
  public static final Set<String> PEERS = Set.of("catalog-service", "dashboard-service");

  private final ConnectionRepository connections;
  private final CurrentCaller caller;

  ConnectionService(ConnectionRepository connections, CurrentCaller caller) {
    this.connections = connections;
    this.caller = caller;
  }

  /** By name. Fails with {@code TEAM_NOT_FOUND}. */
  @WithSession
  Uni<Page<Connection>> list(UUID teamId, PageRequest page) {
    requireReader(teamId, ErrorCode.TEAM_NOT_FOUND);
    return connections.page(teamId, page).map(rows -> pageOf(rows, page));
  }

  private static Page<Connection> pageOf(List<ConnectionEntity> rows, PageRequest page) {
    return page.page(rows.stream().map(ConnectionEntity::toConnection).toList(), Connection::name);
  }

  /** Fails with {@code CONNECTION_NOT_FOUND}, also where the connection is another team's. */
  @WithSession
  Uni<Connection> find(UUID id) {
    return connections
        .require(id)
        .invoke(row -> requireReader(row.teamId, ErrorCode.CONNECTION_NOT_FOUND))
        .map(ConnectionEntity::toConnection);
  }

  private void requireReader(UUID teamId, ErrorCode notFound) {
    if (caller.get().service() == null) {
      caller.require(teamId, TeamRole.VIEWER, notFound);
    } else {
      caller.requirePeer(PEERS, notFound);
    }
  }

  /**
   * The connection, for a lease of it; inside a transaction nobody ends it meanwhile. Fails with
   * {@code CONNECTION_NOT_FOUND}, also where it is another team's, and {@code
   * CONNECTION_NOT_VALIDATED}.
   */
  @WithTransaction
  public Uni<UsableConnection> requireUsable(UUID id, UUID teamId) {
    return connections
        .requireLocked(id)
        .invoke(row -> requireValidated(row, teamId))
        .map(ConnectionEntity::toUsable);
  }

  private static void requireValidated(ConnectionEntity row, UUID teamId) {
    if (!row.teamId.equals(teamId)) {
      throw ConnectionRepository.absent();
    }
    if (row.status != ConnectionStatus.VALIDATED) {
      throw ErrorCode.CONNECTION_NOT_VALIDATED.with(
          "The connection " + row.name + " is " + row.status + "; validate it first");
    }
  }
}
