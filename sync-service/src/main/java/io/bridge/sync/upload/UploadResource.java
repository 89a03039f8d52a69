package io.bridge.sync.upload;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static io.bridge.model.error.ErrorCode.TEAM_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.UPLOAD_NOT_FOUND;

import io.bridge.model.Page;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.Upload;
import io.bridge.runtime.http.PageRequest;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
class UploadResource {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final UploadService service;
  private final CurrentCaller current;

  UploadResource(UploadService service, CurrentCaller current) {
    this.service = service;
    this.current = current;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "announceUpload",
      summary = "Announces a Parquet file that becomes a table; answers where to put it")
  @APIResponse(
      responseCode = "201",
      description = "Announced; put the file where the answer says",
      content = @Content(schema = @Schema(implementation = Upload.class)))
  public Uni<RestResponse<Upload>> announce(
      @NotNull @Valid NewUpload request, @HeaderParam("Idempotency-Key") String key) {
    Caller caller = current.require(request.teamId(), TeamRole.EDITOR, TEAM_NOT_FOUND);
    requireKey(key);
    return service
        .announce(Announcement.of(request, caller.userId(), key))
        .map(UploadResource::created);
  }

  private static void requireKey(String key) {
    if (key != null && !KEY.matcher(key).matches()) {
      throw INVALID_REQUEST.with("Idempotency-Key has 1 to 255 visible ASCII characters");
    }
  }

  private static RestResponse<Upload> created(Upload upload) {
    return RestResponse.ResponseBuilder.<Upload>created(URI.create("/v1/uploads/" + upload.id()))
        .entity(upload)
        .build();
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "findUpload", summary = "Where one upload stands, with its history")
  public Uni<Upload> find(@PathParam("id") String id) {
    return service.find(uuid(id, UPLOAD_NOT_FOUND), current.get());
  }

  @GET
  @Operation(operationId = "listUploads", summary = "A team's uploads, newest first")
  public Uni<Page<Upload>> list(
      @QueryParam("teamId") String teamId,
      @QueryParam("pageSize") String pageSize,
      @QueryParam("pageToken") String pageToken) {
    UUID team = uuid(teamId, TEAM_NOT_FOUND);
    current.require(team, TeamRole.VIEWER, TEAM_NOT_FOUND);
    return service.list(team, PageRequest.of("uploads/" + team, pageSize, pageToken));
  }

  /** What is no id names nothing. */
  private static UUID uuid(String text, ErrorCode notFound) {
    try {
      return UUID.fromString(text == null ? "" : text);
    } catch (IllegalArgumentException _) {
      throw notFound.with(notFound.title());
    }
  }
}
