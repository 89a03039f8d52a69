package io.bridge.dashboard.serve;

import io.bridge.dashboard.query.Origin;
import io.bridge.model.dashboard.NewQuery;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/queries")
@Tag(name = "Queries")
class QueryResource {
  private static final String AGENT = "agent";

  private final AdHocService service;
  private final CurrentCaller caller;

  QueryResource(AdHocService service, CurrentCaller caller) {
    this.service = service;
    this.caller = caller;
  }

  @POST
  @Operation(
      operationId = "runQuery",
      summary = "One statement over tables of the catalog, through guard and budget")
  public Uni<QueryAnswer> ask(
      @RestQuery UUID team,
      @RestHeader("x-bridge-origin") String origin,
      @NotNull @Valid NewQuery query) {
    UUID teamId = caller.team(team, TeamRole.VIEWER, ErrorCode.TEAM_NOT_FOUND);
    Origin.Kind kind = AGENT.equals(origin) ? Origin.Kind.AGENT : Origin.Kind.ADHOC;
    return service.ask(teamId, new Origin(kind, caller.get().userId(), "", ""), query);
  }
}
