package io.bridge.gateway.team;

import io.bridge.model.Page;
import io.bridge.model.team.NewTeam;
import io.bridge.model.team.Team;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/teams")
@Produces(MediaType.APPLICATION_JSON)
class TeamResource {
  private final TeamService service;
  private final CurrentCaller caller;

  TeamResource(TeamService service, CurrentCaller caller) {
    this.service = service;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "createTeam", summary = "Makes a team; the caller becomes its owner")
  public Uni<RestResponse<Team>> create(@NotNull @Valid NewTeam request) {
    TeamName.require(request.name());
    return service.create(caller.get().userId(), request).map(TeamResource::created);
  }

  private static RestResponse<Team> created(Team team) {
    return RestResponse.ResponseBuilder.<Team>created(URI.create("/v1/teams/" + team.id()))
        .entity(team)
        .build();
  }

  @GET
  @Operation(operationId = "listTeams", summary = "The caller's teams in the order of their slugs")
  public Uni<Page<Team>> list(
      @QueryParam("pageSize") String pageSize, @QueryParam("pageToken") String pageToken) {
    return service.list(Paging.of(caller.get().userId(), pageSize, pageToken));
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "findTeam", summary = "One of the caller's teams")
  public Uni<Team> find(@PathParam("id") String id) {
    return service.find(TeamId.parse(id), caller.get().userId());
  }
}
