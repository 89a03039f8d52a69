package io.bridge.sync.load;

import io.bridge.sync.tasks.LoadTask;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** Called by Cloud Tasks and by the scheduler. */
@Path("/internal/loads")
class LoadResource {
  private final LoadService service;
  private final Reaper reaper;

  LoadResource(LoadService service, Reaper reaper) {
    this.service = service;
    this.reaper = reaper;
  }

  /** 204: nothing more to do; 503: the queue is to call again. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<RestResponse<Void>> load(@NotNull @Valid LoadTask task) {
    return service.load(task).map(LoadResource::answer);
  }

  private static RestResponse<Void> answer(boolean done) {
    return RestResponse.status(
        done ? RestResponse.Status.NO_CONTENT : RestResponse.Status.SERVICE_UNAVAILABLE);
  }

  @POST
  @Path("/reap")
  @Operation(hidden = true)
  public Uni<Reaper.Reaped> reap() {
    return reaper.reap();
  }
}
