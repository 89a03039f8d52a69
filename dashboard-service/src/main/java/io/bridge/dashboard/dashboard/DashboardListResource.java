package io.bridge.dashboard.dashboard;

import io.bridge.model.Page;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.http.PageRequest;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/teams/{teamId}/dashboards")
@Tag(name = "Dashboards")
class DashboardListResource {
  private final DashboardService dashboards;
  private final CurrentCaller caller;

  DashboardListResource(DashboardService dashboards, CurrentCaller caller) {
    this.dashboards = dashboards;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listDashboards", summary = "A team's dashboards, by name")
  public Uni<Page<Dashboard>> list(
      @RestPath UUID teamId, @RestQuery String pageSize, @RestQuery String pageToken) {
    caller.require(teamId, TeamRole.VIEWER, ErrorCode.TEAM_NOT_FOUND);
    return dashboards.list(teamId, PageRequest.of("dashboards/" + teamId, pageSize, pageToken));
  }
}
