package io.bridge.dashboard.serve;

import io.bridge.dashboard.cache.AnswerCache;
import io.bridge.dashboard.cache.Keys;
import io.bridge.dashboard.connection.Leases;
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

/** Idempotent: what has ended cannot end again. */
@Path("/events/connection")
class ConnectionEventConsumer {
  private static final Supplier<Uni<Void>> NOTHING = () -> Uni.createFrom().voidItem();

  private final Inbox inbox;
  private final Leases leases;
  private final AnswerCache cache;

  ConnectionEventConsumer(Inbox inbox, Leases leases, AnswerCache cache) {
    this.inbox = inbox;
    this.leases = leases;
    this.cache = cache;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Void> on(PushBody body) {
    return inbox.receivePrepared(body, "connection", ConnectionEvent.class, this::end);
  }

  private Uni<Supplier<Uni<Void>>> end(ConnectionEvent event) {
    return switch (event) {
      case ConnectionValidated _ -> Uni.createFrom().item(() -> NOTHING);
      case ConnectionFailed failed -> endAll(failed);
      case ConnectionRemoved removed -> endAll(removed);
    };
  }

  private Uni<Supplier<Uni<Void>>> endAll(ConnectionEvent event) {
    leases.end(event.connectionId());
    return cache.evict(Keys.connection(event.teamId(), event.connectionId())).map(_ -> NOTHING);
  }
}
