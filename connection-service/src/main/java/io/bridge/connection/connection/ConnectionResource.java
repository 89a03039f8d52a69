package io.bridge.connection.connection;

import io.bridge.model.Page;
import io.bridge.model.connection.Connection;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.http.PageRequest;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connections")
class ConnectionResource {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._ -]{0,62}");

  private final ConnectionService service;
  private final Adding adding;
  private final Validation validation;
  private final Removal removal;
  private final CurrentCaller current;

  ConnectionResource(
      ConnectionService service,
      Adding adding,
      Validation validation,
      Removal removal,
      CurrentCaller current) {
    this.service = service;
    this.adding = adding;
    this.validation = validation;
    this.removal = removal;
    this.current = current;
  }

  @POST
  @Path("/teams/{teamId}/connections")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "addConnection",
      summary = "Adds a connection by the key file of a service account, at most 16 KiB")
  @RequestBody(
      description = "The file as Google gives it",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(
      responseCode = "201",
      description = "Added; validate it next",
      content = @Content(schema = @Schema(implementation = Connection.class)))
  public Uni<RestResponse<Connection>> add(
      @RestPath UUID teamId, @RestQuery String name, byte[] file) {
    Caller caller = current.require(teamId, TeamRole.EDITOR, ErrorCode.TEAM_NOT_FOUND);
    requireName(name);
    return adding
        .add(new NewConnection(teamId, caller.userId(), name), file)
        .eventually(() -> Arrays.fill(file, (byte) 0))
        .map(ConnectionResource::created);
  }

  private static void requireName(String name) {
    if (name != null && !NAME.matcher(name).matches()) {
      throw new BridgeException(
          ErrorCode.INVALID_REQUEST,
          "The name is not one that a connection can have",
          List.of(
              new Violation(
                  "name",
                  "is to have 1 to 63 letters, digits, spaces and : . _ -"
                      + " and to begin with a letter or digit")));
    }
  }

  private static RestResponse<Connection> created(Connection made) {
    return RestResponse.ResponseBuilder.<Connection>created(
            URI.create("/v1/connections/" + made.id()))
        .entity(made)
        .build();
  }

  @GET
  @Path("/teams/{teamId}/connections")
  @Operation(operationId = "listConnections", summary = "A team's connections by name")
  public Uni<Page<Connection>> list(
      @RestPath UUID teamId, @RestQuery String pageSize, @RestQuery String pageToken) {
    return service.list(teamId, PageRequest.of("connections/" + teamId, pageSize, pageToken));
  }

  @GET
  @Path("/connections/{id}")
  @Operation(operationId = "findConnection", summary = "One connection with its last checks")
  public Uni<Connection> find(@RestPath UUID id) {
    return service.find(id);
  }

  @POST
  @Path("/connections/{id}/validate")
  @Operation(
      operationId = "validateConnection",
      summary = "Proves each permission by a real call; says what to grant where one is missing")
  public Uni<Connection> validate(@RestPath UUID id) {
    return validation.validate(id);
  }

  @DELETE
  @Path("/connections/{id}")
  @Operation(operationId = "removeConnection", summary = "Ends a connection and its leases")
  @APIResponse(responseCode = "204", description = "Gone")
  public Uni<Void> remove(@RestPath UUID id) {
    return removal.remove(id);
  }
}
