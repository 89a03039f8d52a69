package io.bridge.connection.connection;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Called by the scheduler each minute. */
@Path("/internal/connections/reap")
class ReaperResource {
  private final Removal removal;

  ReaperResource(Removal removal) {
    this.removal = removal;
  }

  @POST
  @Operation(hidden = true)
  public Uni<Removal.Reaped> reap() {
    return removal.reap();
  }
}
