package io.bridge.dashboard.catalog;

import io.bridge.model.catalog.FoundTables;
import io.bridge.model.catalog.TableLookup;
import io.bridge.runtime.peer.PeerCall;
import io.bridge.runtime.peer.Peers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Calls of catalog-service, made as this service itself. */
@ApplicationScoped
public class CatalogClient {
  private final Peers peers;

  CatalogClient(Peers peers) {
    this.peers = peers;
  }

  /**
   * The team's tables with these names; none for a name that is not the team's. Fails with {@code
   * CONNECTION_NOT_FOUND} and {@code SERVICE_UNAVAILABLE}.
   */
  public Uni<FoundTables> lookup(UUID teamId, UUID connectionId, List<String> names) {
    return names.isEmpty()
        ? Uni.createFrom().item(new FoundTables(List.of()))
        : peers.send(call(connectionId, new TableLookup(teamId, names)), FoundTables.class);
  }

  private static PeerCall call(UUID connectionId, TableLookup lookup) {
    String path = "/v1/connections/" + connectionId + "/tables/lookup";
    return PeerCall.post("catalog-service", path, lookup);
  }
}
