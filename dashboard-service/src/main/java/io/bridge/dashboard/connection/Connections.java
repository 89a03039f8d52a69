package io.bridge.dashboard.connection;

import static io.bridge.model.connection.ConnectionStatus.VALIDATED;
import static io.bridge.model.error.ErrorCode.CONNECTION_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.CONNECTION_NOT_VALIDATED;
import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.model.Page;
import io.bridge.model.connection.Connection;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Finds the connection that is meant. */
@ApplicationScoped
public class Connections {
  private static final String PEER = "connection-service";
  private static final TypeReference<Page<Connection>> PAGE = new TypeReference<>() {};

  private final Peers peers;

  Connections(Peers peers) {
    this.peers = peers;
  }

  /**
   * Id of the connection that is named, else of the team's only validated one. Fails with {@code
   * CONNECTION_NOT_FOUND}, {@code CONNECTION_NOT_VALIDATED}, {@code INVALID_REQUEST} where several
   * fit, or {@code SERVICE_UNAVAILABLE}.
   *
   * @param nameOrId null for the only one
   */
  public Uni<UUID> choose(UUID teamId, String nameOrId) {
    String path = "/v1/teams/" + teamId + "/connections?pageSize=1000";
    return peers
        .send(PeerCall.get(PEER, path), PAGE)
        .map(page -> nameOrId == null ? only(page.items()) : named(page.items(), nameOrId));
  }

  static UUID only(List<Connection> all) {
    List<Connection> usable = all.stream().filter(one -> one.status() == VALIDATED).toList();
    if (usable.isEmpty()) {
      throw CONNECTION_NOT_FOUND.with("The team has no validated connection; add one first");
    }
    if (usable.size() > 1) {
      throw refused("the team has several connections; say which one", names(usable));
    }
    return usable.getFirst().id();
  }

  static UUID named(List<Connection> all, String nameOrId) {
    Connection found =
        all.stream()
            .filter(one -> one.name().equals(nameOrId) || one.id().toString().equals(nameOrId))
            .findFirst()
            .orElseThrow(() -> unknown(all));
    if (found.status() != VALIDATED) {
      throw CONNECTION_NOT_VALIDATED.with(
          "The connection " + found.name() + " has not been validated; validate it first");
    }
    return found.id();
  }

  private static BridgeException unknown(List<Connection> all) {
    Violation violation = violation("there is no such connection", names(all));
    return new BridgeException(
        CONNECTION_NOT_FOUND, "The team has no connection of this name", List.of(violation));
  }

  private static BridgeException refused(String message, List<String> allowed) {
    return new BridgeException(INVALID_REQUEST, message, List.of(violation(message, allowed)));
  }

  private static Violation violation(String message, List<String> allowed) {
    return new Violation("connection", message, null, null, allowed);
  }

  private static List<String> names(List<Connection> connections) {
    return connections.stream().map(Connection::name).sorted().toList();
  }
}
