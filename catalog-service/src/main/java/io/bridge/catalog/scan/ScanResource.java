package io.bridge.catalog.scan;

import io.bridge.catalog.connection.ConnectionService;
import io.bridge.model.catalog.ScanResult;
import io.bridge.model.identity.TeamRole;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/connections/{id}/scan")
@Tag(name = "Scans")
class ScanResource {
  private final ScanService service;
  private final ConnectionService connections;

  ScanResource(ScanService service, ConnectionService connections) {
    this.service = service;
    this.connections = connections;
  }

  @POST
  @Operation(
      operationId = "scanConnection",
      summary = "Looks at every dataset of the connection; ends when that is done")
  public Uni<ScanResult> scan(@RestPath UUID id) {
    return connections.require(id, TeamRole.EDITOR).chain(service::scan);
  }
}
