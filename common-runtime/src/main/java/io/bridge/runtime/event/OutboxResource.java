package io.bridge.runtime.event;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Called by the scheduler each minute: publishes what a first publish left behind. */
@Path("/internal/outbox/relay")
class OutboxResource {
  private final Outbox outbox;

  OutboxResource(Outbox outbox) {
    this.outbox = outbox;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Relayed> relay() {
    return outbox.relay().map(Relayed::new);
  }

  /**
   * @param published facts that left in this run
   */
  record Relayed(int published) {}
}
