package io.bridge.app.connection;

import static io.bridge.model.error.ErrorCode.CONNECTION_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.app.gateway.Gateway;
import io.bridge.model.connection.Connection;
import io.bridge.model.error.BridgeException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A team's connections. */
public final class Connections {
  private Connections() {}

  static List<Connection> all(Gateway gateway, UUID teamId) {
    return gateway.list(path(teamId), Connection.class);
  }

  static String path(UUID teamId) {
    return "/v1/teams/" + teamId + "/connections";
  }

  static String path(Connection connection) {
    return "/v1/connections/" + connection.id();
  }

  /**
   * The connection that is meant.
   *
   * @param nameOrId null: the team's only one
   * @throws BridgeException {@code CONNECTION_NOT_FOUND} where there is no such connection or none
   *     at all, {@code INVALID_REQUEST} where it must be said which
   */
  public static Connection choose(Gateway gateway, UUID teamId, String nameOrId) {
    List<Connection> connections = all(gateway, teamId);
    if (connections.isEmpty()) {
      throw CONNECTION_NOT_FOUND.with(
          "The team has no connection yet. Make one: bridge connection add FILE");
    }
    if (nameOrId != null) {
      return named(connections, nameOrId);
    }
    if (connections.size() > 1) {
      throw INVALID_REQUEST.with("Say which connection: " + names(connections, " or "));
    }
    return connections.getFirst();
  }

  /** A name may look like another one's id; the name wins, for it is what people gave. */
  private static Connection named(List<Connection> connections, String nameOrId) {
    return connections.stream()
        .filter(connection -> nameOrId.equals(connection.name()))
        .findFirst()
        .or(
            () ->
                connections.stream()
                    .filter(connection -> nameOrId.equals(connection.id().toString()))
                    .findFirst())
        .orElseThrow(
            () ->
                CONNECTION_NOT_FOUND.with(
                    "The team has no connection '%s'. It has: %s"
                        .formatted(nameOrId, names(connections, ", "))));
  }

  private static String names(List<Connection> connections, String between) {
    return connections.stream().map(Connection::name).collect(Collectors.joining(between));
  }
}
