package io.bridge.runtime.probe;

import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.Caller;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.http.Correlation;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Shows what common-runtime does to requests. */
@Path("/v1/probe")
class ProbeResource {
  private final CurrentCaller caller;

  ProbeResource(CurrentCaller caller) {
    this.caller = caller;
  }

  @GET
  public Caller caller() {
    return caller.get();
  }

  @GET
  @Path("/correlation")
  public Uni<Map<String, String>> correlation() {
    return Uni.createFrom().item(() -> Map.of("id", Correlation.current()));
  }

  @GET
  @Path("/teams/{id}")
  public Uni<Map<String, String>> team(@RestPath UUID id, @RestQuery TeamRole role) {
    return Uni.createFrom()
        .item(() -> caller.require(id, role, ErrorCode.TEAM_NOT_FOUND))
        .map(_ -> Map.of("id", id.toString()));
  }

  @POST
  public Uni<Thing> post(@NotNull @Valid Thing thing) {
    return Uni.createFrom().item(thing);
  }

  @GET
  @Path("/fails/{how}")
  public Uni<Void> fail(@RestPath String how) {
    return switch (how) {
      case "on-purpose" ->
          Uni.createFrom().failure(ErrorCode.DATASET_NOT_FOUND.with("No dataset x"));
      case "by-accident" ->
          Uni.createFrom().failure(new IllegalStateException("secret-of-the-house"));
      default -> throw new IllegalArgumentException("secret-of-the-house");
    };
  }

  record Thing(
      @NotBlank @Size(max = 5) String name,
      @Positive int count,
      List<@Valid @NotNull Part> parts) {}

  record Part(@NotBlank String name, TeamRole role) {}
}
