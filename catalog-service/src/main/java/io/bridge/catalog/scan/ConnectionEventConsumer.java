package io.bridge.catalog.scan;

import io.bridge.catalog.connection.ConnectionService;
import io.bridge.catalog.connection.KnownConnection;
import io.bridge.catalog.dataset.CatalogWriter;
import io.bridge.model.event.ConnectionEvent;
import io.bridge.model.event.ConnectionEvent.ConnectionFailed;
import io.bridge.model.event.ConnectionEvent.ConnectionRemoved;
import io.bridge.model.event.ConnectionEvent.ConnectionValidated;
import io.bridge.runtime.event.Inbox;
import io.bridge.runtime.event.PushBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Idempotent: the inbox takes each fact once, and a scan writes what is there anyway. */
@Path("/events/connection")
class ConnectionEventConsumer {
  private final Inbox inbox;
  private final ConnectionService connections;
  private final ScanService scans;
  private final CatalogWriter catalog;

  ConnectionEventConsumer(
      Inbox inbox, ConnectionService connections, ScanService scans, CatalogWriter catalog) {
    this.inbox = inbox;
    this.connections = connections;
    this.scans = scans;
    this.catalog = catalog;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Void> on(PushBody body) {
    return inbox.receivePrepared(body, "connection", ConnectionEvent.class, this::prepare);
  }

  private Uni<Supplier<Uni<Void>>> prepare(ConnectionEvent event) {
    return switch (event) {
      case ConnectionValidated validated -> scan(validated);
      case ConnectionFailed failed -> just(() -> close(failed));
      case ConnectionRemoved removed -> just(() -> forget(removed));
    };
  }

  /** Known before it is looked through: what is loaded meanwhile is a fact of its own. */
  private Uni<Supplier<Uni<Void>>> scan(ConnectionValidated fact) {
    KnownConnection connection =
        new KnownConnection(fact.connectionId(), fact.teamId(), fact.projectId());
    return connections.apply(fact).chain(() -> scans.prepare(connection));
  }

  /** What was seen stays: it is the warehouse's, and a validation may bring the connection back. */
  private Uni<Void> close(ConnectionFailed fact) {
    scans.close(fact.connectionId());
    return connections.apply(fact);
  }

  private Uni<Void> forget(ConnectionRemoved fact) {
    scans.close(fact.connectionId());
    return connections.apply(fact).chain(() -> catalog.forgetConnection(fact.connectionId()));
  }

  private static Uni<Supplier<Uni<Void>>> just(Supplier<Uni<Void>> write) {
    return Uni.createFrom().item(() -> write);
  }
}
