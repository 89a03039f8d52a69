package io.bridge.catalog.scan;

import io.bridge.model.catalog.ScanResult;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/connections/{id}/scan")
@Tag(name = "Scans")
class ScanResource {
  private final ScanService service;
  private final CurrentCaller caller;

  ScanResource(ScanService service, CurrentCaller caller) {
    this.service = service;
    this.caller = caller;
  }

  /** Until connections exist, a team's one connection has the team's id. */
  @POST
  public Uni<ScanResult> scan(@RestPath UUID id) {
    caller.require(id, TeamRole.EDITOR, ErrorCode.CONNECTION_NOT_FOUND);
    return service.scan(id, id);
  }
}
