package io.bridge.connection.lease;

import io.bridge.connection.connection.ConnectionService;
import io.bridge.model.connection.Lease;
import io.bridge.model.connection.NewLease;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** For peers only; to everybody else these addresses do not exist. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Leases")
class LeaseResource {
  private final LeaseService service;
  private final CurrentCaller current;

  LeaseResource(LeaseService service, CurrentCaller current) {
    this.service = service;
    this.current = current;
  }

  @POST
  @Path("/connections/{id}/leases")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "takeLease", summary = "An access token of a connection, for a peer")
  @APIResponse(
      responseCode = "201",
      description = "Granted, with its token",
      content = @Content(schema = @Schema(implementation = Lease.class)))
  public Uni<RestResponse<Lease>> grant(@RestPath UUID id, @NotNull @Valid NewLease wanted) {
    return service
        .grant(peer(ErrorCode.CONNECTION_NOT_FOUND), id, wanted)
        .map(LeaseResource::created);
  }

  private static RestResponse<Lease> created(Lease lease) {
    return RestResponse.ResponseBuilder.<Lease>created(URI.create("/v1/leases/" + lease.id()))
        .header("Cache-Control", "no-store")
        .entity(lease)
        .build();
  }

  @GET
  @Path("/leases/{id}")
  @Operation(operationId = "findLease", summary = "Whether a lease is still good; without a token")
  public Uni<Lease> find(@RestPath UUID id) {
    return service.find(peer(ErrorCode.LEASE_NOT_FOUND), id);
  }

  @DELETE
  @Path("/leases/{id}")
  @Operation(operationId = "endLease", summary = "Ends a lease that is not needed any more")
  @APIResponse(responseCode = "204", description = "Ended")
  public Uni<Void> end(@RestPath UUID id) {
    return service.end(peer(ErrorCode.LEASE_NOT_FOUND), id);
  }

  private String peer(ErrorCode notFound) {
    return current.requirePeer(ConnectionService.PEERS, notFound).service();
  }
}
