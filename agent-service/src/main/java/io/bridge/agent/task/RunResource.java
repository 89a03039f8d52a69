package io.bridge.agent.task;

import io.bridge.agent.tasks.TaskCall;
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
@Path("/internal/tasks")
class RunResource {
  private final TaskRunner runner;
  private final Reaper reaper;

  RunResource(TaskRunner runner, Reaper reaper) {
    this.runner = runner;
    this.reaper = reaper;
  }

  /** 204: nothing more to do; 503: the queue is to call again. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Uni<RestResponse<Void>> run(@NotNull @Valid TaskCall call) {
    return runner.run(call).map(RunResource::answer);
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
