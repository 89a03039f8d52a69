package io.bridge.agent.task;

import static io.bridge.model.error.ErrorCode.TASK_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.TEAM_NOT_FOUND;

import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.NewTask;
import io.bridge.model.identity.TeamRole;
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
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/agent")
@Produces(MediaType.APPLICATION_JSON)
class TaskResource {
  private final TaskService service;
  private final CurrentCaller current;

  TaskResource(TaskService service, CurrentCaller current) {
    this.service = service;
    this.current = current;
  }

  @POST
  @Path("/task")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "startTask",
      summary = "Gives the agent a task; the same requestId again answers the same task")
  @APIResponse(
      responseCode = "202",
      description = "Accepted; ask for its status",
      content = @Content(schema = @Schema(implementation = AgentTask.class)))
  public Uni<RestResponse<AgentTask>> start(@NotNull @Valid NewTask request) {
    UUID team = current.team(request.teamId(), TeamRole.EDITOR, TEAM_NOT_FOUND);
    return service
        .start(Order.of(request, team, current.get().userId()))
        .map(TaskResource::accepted);
  }

  private static RestResponse<AgentTask> accepted(AgentTask task) {
    return RestResponse.ResponseBuilder.<AgentTask>accepted(task)
        .location(URI.create("/v1/agent/status/" + task.id()))
        .build();
  }

  @GET
  @Path("/status/{id}")
  @Operation(operationId = "findTask", summary = "How far a task is, with its steps and its result")
  public Uni<AgentTask> find(@PathParam("id") String id) {
    return service.find(uuid(id), current.get());
  }

  /** What is no id names nothing. */
  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw TASK_NOT_FOUND.with(TASK_NOT_FOUND.title());
    }
  }
}
