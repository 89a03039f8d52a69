package io.bridge.dashboard.dashboard;

import static io.bridge.model.error.ErrorCode.DASHBOARD_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.TEAM_NOT_FOUND;

import io.bridge.dashboard.dashboard.ApplyService.Request;
import io.bridge.dashboard.dashboard.DashboardService.Applied;
import io.bridge.dashboard.file.DashboardReader;
import io.bridge.dashboard.file.ParsedFile;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.dashboard.DashboardPlan;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/dashboards")
@Tag(name = "Dashboards")
class DashboardResource {
  private static final String YAML = "application/yaml";
  private static final String NAMELESS = "dashboard.yaml";

  private final ApplyService files;
  private final DashboardService dashboards;
  private final CurrentCaller caller;

  DashboardResource(ApplyService files, DashboardService dashboards, CurrentCaller caller) {
    this.files = files;
    this.dashboards = dashboards;
    this.caller = caller;
  }

  @PUT
  @Path("/{slug}")
  @Consumes({YAML, "text/yaml", MediaType.TEXT_PLAIN})
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "applyDashboard", summary = "Makes the file the dashboard")
  @RequestBody(content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "200",
      description = "Replaced, or the same as before",
      content = @Content(schema = @Schema(implementation = Dashboard.class)))
  @APIResponse(
      responseCode = "201",
      description = "New",
      content = @Content(schema = @Schema(implementation = Dashboard.class)))
  public Uni<RestResponse<Dashboard>> apply(
      @RestPath String slug,
      @RestQuery UUID team,
      @RestHeader("If-Match") String ifMatch,
      byte[] body) {
    UUID teamId = caller.team(team, TeamRole.EDITOR, TEAM_NOT_FOUND);
    String fileName = DashboardReader.SLUG.matcher(slug).matches() ? slug + ".yaml" : NAMELESS;
    ParsedFile parsed = DashboardReader.read(bytes(body), fileName, slug);
    return files
        .apply(new Request(teamId, caller.get().userId(), ifMatch, parsed, body))
        .map(DashboardResource::applied);
  }

  private static byte[] bytes(byte[] body) {
    return body == null ? new byte[0] : body;
  }

  private static RestResponse<Dashboard> applied(Applied applied) {
    Dashboard dashboard = applied.dashboard();
    RestResponse.ResponseBuilder<Dashboard> response =
        applied.isNew()
            ? RestResponse.ResponseBuilder.<Dashboard>created(address(dashboard))
            : RestResponse.ResponseBuilder.<Dashboard>ok();
    return tagged(response.entity(dashboard), dashboard);
  }

  private static URI address(Dashboard dashboard) {
    return URI.create("/v1/dashboards/" + dashboard.slug() + "?team=" + dashboard.teamId());
  }

  @POST
  @Path("/plan")
  @Consumes({YAML, "text/yaml", MediaType.TEXT_PLAIN})
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "planDashboard", summary = "What the file would read; writes nothing")
  @RequestBody(content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
  public Uni<DashboardPlan> plan(@RestQuery UUID team, byte[] body) {
    UUID teamId = caller.team(team, TeamRole.VIEWER, TEAM_NOT_FOUND);
    ParsedFile parsed = DashboardReader.read(bytes(body), NAMELESS);
    return files.plan(new Request(teamId, caller.get().userId(), null, parsed, body));
  }

  @GET
  @Path("/{slug}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "findDashboard", summary = "The dashboard without its SQL")
  @APIResponse(
      responseCode = "200",
      description = "The newest revision",
      content = @Content(schema = @Schema(implementation = Dashboard.class)))
  public Uni<RestResponse<Dashboard>> find(@RestPath String slug, @RestQuery UUID team) {
    UUID teamId = caller.team(team, TeamRole.VIEWER, DASHBOARD_NOT_FOUND);
    return dashboards.find(teamId, slug).map(DashboardResource::found);
  }

  private static RestResponse<Dashboard> found(Dashboard dashboard) {
    return tagged(RestResponse.ResponseBuilder.ok(dashboard), dashboard);
  }

  private static RestResponse<Dashboard> tagged(
      RestResponse.ResponseBuilder<Dashboard> response, Dashboard dashboard) {
    return response.header("ETag", DashboardService.tag(dashboard.revision())).build();
  }

  @GET
  @Path("/{slug}/file")
  @Produces(YAML)
  @Operation(operationId = "findDashboardFile", summary = "The file, exactly as it was applied")
  public Uni<byte[]> file(@RestPath String slug, @RestQuery UUID team) {
    UUID teamId = caller.team(team, TeamRole.VIEWER, DASHBOARD_NOT_FOUND);
    return dashboards.file(teamId, slug);
  }

  @DELETE
  @Path("/{slug}")
  @Operation(operationId = "removeDashboard", summary = "Removes the dashboard")
  public Uni<Void> remove(
      @RestPath String slug, @RestQuery UUID team, @RestHeader("If-Match") String ifMatch) {
    UUID teamId = caller.team(team, TeamRole.EDITOR, DASHBOARD_NOT_FOUND);
    return dashboards.remove(teamId, slug, ifMatch);
  }
}
