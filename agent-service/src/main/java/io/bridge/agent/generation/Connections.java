package io.bridge.agent.generation;

import static io.bridge.model.connection.ConnectionStatus.VALIDATED;
import static io.bridge.model.error.ErrorCode.CONNECTION_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.CONNECTION_NOT_VALIDATED;
import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.agent.connection.ConnectionClient;
import io.bridge.model.connection.Connection;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Which connection a brief means. */
@ApplicationScoped
class Connections {
  private final ConnectionClient client;
  private final Patience patience;

  Connections(ConnectionClient client, Patience patience) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * The connection that was asked for, else the team's only validated one. Fails with {@code
   * CONNECTION_NOT_FOUND}, {@code CONNECTION_NOT_VALIDATED}, or {@code INVALID_REQUEST} where there
   * are several.
   */
  Uni<Connection> choose(Brief brief, Notes notes) {
    return patience
        .with(notes, () -> client.list(brief.person(), brief.teamId()))
        .map(all -> choose(all, brief.connectionId()));
  }

  static Connection choose(List<Connection> all, UUID asked) {
    return asked == null ? only(all) : validated(all, asked);
  }

  private static Connection validated(List<Connection> all, UUID asked) {
    Connection found =
        all.stream()
            .filter(connection -> connection.id().equals(asked))
            .findFirst()
            .orElseThrow(() -> CONNECTION_NOT_FOUND.with(CONNECTION_NOT_FOUND.title()));
    if (found.status() != VALIDATED) {
      throw CONNECTION_NOT_VALIDATED.with("Validate the connection first");
    }
    return found;
  }

  private static Connection only(List<Connection> all) {
    List<Connection> ready = all.stream().filter(c -> c.status() == VALIDATED).toList();
    if (ready.isEmpty()) {
      throw all.isEmpty()
          ? CONNECTION_NOT_FOUND.with("The team has no connection yet; add one")
          : CONNECTION_NOT_VALIDATED.with("No connection of the team is validated yet");
    }
    if (ready.size() > 1) {
      List<String> ids = ready.stream().map(c -> c.id().toString()).sorted().toList();
      throw new BridgeException(
          INVALID_REQUEST,
          "The team has several connections: say which one",
          List.of(new Violation("connectionId", "id of a connection", null, null, ids)));
    }
    return ready.getFirst();
  }
}
