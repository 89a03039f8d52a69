package io.bridge.catalog.dataset;

import io.bridge.catalog.connection.ConnectionService;
import io.bridge.model.Page;
import io.bridge.model.catalog.FoundTables;
import io.bridge.model.catalog.TableLookup;
import io.bridge.model.catalog.TableSchema;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.http.PageRequest;
import io.bridge.runtime.identity.CurrentCaller;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/connections/{id}/tables")
@Tag(name = "Tables")
class TableSchemaResource {
  private static final Set<String> LOOKUP_PEERS = Set.of("dashboard-service");

  /** A table may have ten thousand columns, and a page is in memory as a whole. */
  private static final int MAX_TABLES = 100;

  private final TableSchemaService service;
  private final ConnectionService connections;
  private final CurrentCaller caller;

  TableSchemaResource(
      TableSchemaService service, ConnectionService connections, CurrentCaller caller) {
    this.service = service;
    this.connections = connections;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listSchemas",
      summary = "A connection's tables together with their columns, at most 100 a page")
  public Uni<Page<TableSchema>> list(
      @RestPath UUID id,
      @RestQuery String dataset,
      @RestQuery String pageSize,
      @RestQuery String pageToken) {
    String only = dataset == null ? "" : dataset;
    PageRequest page = bounded("schemas/" + id + "/" + only, pageSize, pageToken);
    return connections.require(id, TeamRole.VIEWER).chain(() -> service.list(id, only, page));
  }

  private static PageRequest bounded(String list, String pageSize, String pageToken) {
    PageRequest asked = PageRequest.of(list, pageSize, pageToken);
    return new PageRequest(list, Math.min(asked.size(), MAX_TABLES), asked.after());
  }

  @POST
  @Path("/lookup")
  @Operation(hidden = true)
  public Uni<FoundTables> lookup(@RestPath UUID id, @NotNull @Valid TableLookup lookup) {
    caller.requirePeer(LOOKUP_PEERS, ErrorCode.CONNECTION_NOT_FOUND);
    return connections
        .requireOf(lookup.teamId(), id)
        .chain(() -> service.lookup(id, lookup.names()));
  }
}
