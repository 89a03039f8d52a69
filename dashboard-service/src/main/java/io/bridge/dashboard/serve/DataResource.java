package io.bridge.dashboard.serve;

import io.bridge.model.dashboard.DashboardAnswer;
import io.bridge.model.dashboard.Precomputed;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Values of parameters are {@code p.<name>} in the query string. */
@Path("/v1/dashboards")
@Tag(name = "Data")
class DataResource {
  private final DataService service;
  private final CurrentCaller caller;

  DataResource(DataService service, CurrentCaller caller) {
    this.service = service;
    this.caller = caller;
  }

  @GET
  @Path("/{slug}/data")
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DashboardAnswer.class)))
  @APIResponse(responseCode = "304", description = "The same as If-None-Match says")
  @Operation(
      operationId = "readDashboard",
      summary = "All answers of a dashboard; p.NAME sets a parameter, as often as it has values")
  public Uni<RestResponse<Buffer>> data(
      @RestPath String slug,
      @RestQuery UUID team,
      @RestHeader("If-None-Match") String ifNoneMatch,
      @RestHeader("Accept-Encoding") String acceptEncoding,
      @Context UriInfo uri) {
    boolean gzip = acceptEncoding != null && acceptEncoding.contains("gzip");
    return service
        .page(view(slug, team, uri))
        .map(page -> page.matches(ifNoneMatch) ? unchanged(page) : response(page, gzip));
  }

  @GET
  @Path("/{slug}/query/{id}/data")
  @Operation(
      operationId = "readQuery",
      summary = "The answer of one of its queries, with the same parameters")
  public Uni<QueryAnswer> answer(
      @RestPath String slug, @RestPath String id, @RestQuery UUID team, @Context UriInfo uri) {
    return service.answer(view(slug, team, uri), id);
  }

  @POST
  @Path("/{slug}/precompute")
  @Operation(
      operationId = "precomputeDashboard",
      summary = "Computes what is not in the cache, with the defaults of its parameters")
  public Uni<Precomputed> precompute(@RestPath String slug, @RestQuery UUID team) {
    UUID teamId = caller.team(team, TeamRole.EDITOR, ErrorCode.DASHBOARD_NOT_FOUND);
    return service.precompute(View.byDefault(teamId, slug, caller.get().userId()));
  }

  private View view(String slug, UUID team, UriInfo uri) {
    UUID teamId = caller.team(team, TeamRole.VIEWER, ErrorCode.DASHBOARD_NOT_FOUND);
    return View.of(teamId, slug, caller.get().userId(), uri.getQueryParameters());
  }

  private static RestResponse<Buffer> response(Page page, boolean gzip) {
    ResponseBuilder<Buffer> response =
        ResponseBuilder.ok(gzip ? page.gzip() : page.plain())
            .header(HttpHeaders.ETAG, page.etag())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
            .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    return gzip ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : response.build();
  }

  private static RestResponse<Buffer> unchanged(Page page) {
    return ResponseBuilder.<Buffer>notModified()
        .header(HttpHeaders.ETAG, page.etag())
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }
}
