package io.bridge.agent.connection;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.model.Page;
import io.bridge.model.connection.Connection;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Asks connection-service in the person's place. */
@ApplicationScoped
public class ConnectionClient {
  private static final String PEER = "connection-service";

  private final Peers peers;

  ConnectionClient(Peers peers) {
    this.peers = peers;
  }

  /** Every connection of the team. Fails with the peer's own code where the person has no right. */
  public Uni<List<Connection>> list(UUID person, UUID team) {
    String path = "/v1/teams/" + team + "/connections?pageSize=1000";
    return peers
        .send(PeerCall.get(PEER, path).as(person), new TypeReference<Page<Connection>>() {})
        .map(Page::items);
  }
}
