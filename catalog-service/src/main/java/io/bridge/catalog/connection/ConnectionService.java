package io.bridge.catalog.connection;

import io.bridge.model.connection.Connection;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.event.ConnectionEvent.ConnectionFailed;
import io.bridge.model.event.ConnectionEvent.ConnectionRemoved;
import io.bridge.model.event.ConnectionEvent.ConnectionValidated;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.CurrentCaller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Knows connections from the facts about them. A fact may come after the person who just made the
 * connection: what is not known yet is asked for.
 */
@ApplicationScoped
public class ConnectionService {
  private final ConnectionRepository connections;
  private final ConnectionClient client;
  private final CurrentCaller caller;

  ConnectionService(
      ConnectionRepository connections, ConnectionClient client, CurrentCaller caller) {
    this.connections = connections;
    this.client = client;
    this.caller = caller;
  }

  /**
   * Fails with {@code CONNECTION_NOT_FOUND} where it is none of the caller's, or with FORBIDDEN.
   */
  public Uni<KnownConnection> require(UUID id, TeamRole atLeast) {
    return find(id)
        .invoke(it -> caller.require(it.teamId(), atLeast, ErrorCode.CONNECTION_NOT_FOUND));
  }

  /** For a peer that acts for a team. Fails with {@code CONNECTION_NOT_FOUND}. */
  public Uni<KnownConnection> requireOf(UUID teamId, UUID id) {
    return find(id).invoke(it -> rejectUnless(it.teamId().equals(teamId)));
  }

  /** The team's validated connections to the project. */
  public Uni<List<KnownConnection>> validated(UUID teamId, String projectId) {
    return Panache.withSession(() -> connections.validated(teamId, projectId))
        .map(rows -> rows.stream().map(ConnectionEntity::toConnection).toList());
  }

  /** Idempotent, as the others: of two facts the newer counts, and a removal for good. */
  @WithTransaction
  public Uni<Void> apply(ConnectionValidated fact) {
    return connections.apply(fact).replaceWithVoid();
  }

  @WithTransaction
  public Uni<Void> apply(ConnectionFailed fact) {
    return connections.apply(fact).replaceWithVoid();
  }

  @WithTransaction
  public Uni<Void> apply(ConnectionRemoved fact) {
    return connections.apply(fact).replaceWithVoid();
  }

  private Uni<KnownConnection> find(UUID id) {
    return Panache.withSession(() -> connections.findById(id))
        .chain(row -> row == null ? ask(id) : Uni.createFrom().item(() -> living(row)));
  }

  private static KnownConnection living(ConnectionEntity row) {
    rejectUnless(!row.status.equals(ConnectionRepository.REMOVED));
    return row.toConnection();
  }

  private Uni<KnownConnection> ask(UUID id) {
    return client
        .find(id)
        .onFailure(ConnectionService::isUnknown)
        .transform(_ -> notFound())
        .call(found -> Panache.withTransaction(() -> connections.add(found)))
        .map(ConnectionService::toConnection);
  }

  private static KnownConnection toConnection(Connection found) {
    return new KnownConnection(found.id(), found.teamId(), found.projectId());
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == ErrorCode.CONNECTION_NOT_FOUND;
  }

  private static void rejectUnless(boolean ours) {
    if (!ours) {
      throw notFound();
    }
  }

  private static BridgeException notFound() {
    return ErrorCode.CONNECTION_NOT_FOUND.with(ErrorCode.CONNECTION_NOT_FOUND.title());
  }
}
