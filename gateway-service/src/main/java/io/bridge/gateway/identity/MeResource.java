package io.bridge.gateway.identity;

import io.bridge.model.identity.Me;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
class MeResource {
  private final UserService users;
  private final CurrentCaller caller;

  MeResource(UserService users, CurrentCaller caller) {
    this.users = users;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "me", summary = "The person whose token this is")
  public Uni<Me> me() {
    return users.me(caller.get().userId());
  }
}
