package io.bridge.catalog.connection;

import io.bridge.model.connection.Connection;
import io.bridge.model.connection.Lease;
import io.bridge.model.connection.LeasePurpose;
import io.bridge.model.connection.NewLease;
import io.bridge.model.connection.PermissionCheck;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Calls of connection-service, made as this service itself. Every method fails with its codes. */
@ApplicationScoped
@RegisterForReflection(
    targets = {Connection.class, PermissionCheck.class, Lease.class, NewLease.class})
public class ConnectionClient {
  private static final String PEER = "connection-service";

  private final Peers peers;

  ConnectionClient(Peers peers) {
    this.peers = peers;
  }

  /**
   * A token that reads metadata. {@code CONNECTION_NOT_FOUND}, {@code CONNECTION_NOT_VALIDATED}.
   */
  public Uni<Lease> lease(KnownConnection connection) {
    NewLease wanted = new NewLease(connection.teamId(), LeasePurpose.SCAN);
    return peers.send(PeerCall.post(PEER, path(connection.id()) + "/leases", wanted), Lease.class);
  }

  /** Whatever its team. {@code CONNECTION_NOT_FOUND}. */
  Uni<Connection> find(UUID id) {
    return peers.send(PeerCall.get(PEER, path(id)), Connection.class);
  }

  private static String path(UUID id) {
    return "/v1/connections/" + id;
  }
}
