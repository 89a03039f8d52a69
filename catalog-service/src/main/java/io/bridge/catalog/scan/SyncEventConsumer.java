package io.bridge.catalog.scan;

import io.bridge.catalog.connection.ConnectionService;
import io.bridge.model.event.SyncEvent;
import io.bridge.runtime.event.Inbox;
import io.bridge.runtime.event.PushBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Idempotent: the inbox takes each fact once, and a rescan writes what is there anyway. */
@Path("/events/sync")
class SyncEventConsumer {
  private final Inbox inbox;
  private final ConnectionService connections;
  private final ScanService scans;

  SyncEventConsumer(Inbox inbox, ConnectionService connections, ScanService scans) {
    this.inbox = inbox;
    this.connections = connections;
    this.scans = scans;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Void> on(PushBody body) {
    return inbox.receivePrepared(body, "sync", SyncEvent.class, this::prepare);
  }

  private Uni<Supplier<Uni<Void>>> prepare(SyncEvent event) {
    return switch (event) {
      case SyncEvent.TableLoaded loaded -> rescan(loaded);
      case SyncEvent.UploadReceived _ -> nothing();
      case SyncEvent.DriftRefused _ -> nothing();
      case SyncEvent.LoadFailed _ -> nothing();
    };
  }

  private Uni<Supplier<Uni<Void>>> rescan(SyncEvent.TableLoaded loaded) {
    return connections
        .validated(loaded.teamId(), loaded.project())
        .chain(found -> scans.rescan(loaded, found));
  }

  private static Uni<Supplier<Uni<Void>>> nothing() {
    return Uni.createFrom().item(() -> ScanService.NOTHING);
  }
}
