package io.bridge.catalog.dataset;

import io.bridge.catalog.connection.ConnectionService;
import io.bridge.model.Page;
import io.bridge.model.catalog.Dataset;
import io.bridge.model.catalog.Table;
import io.bridge.model.identity.TeamRole;
import io.bridge.runtime.http.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1")
@Tag(name = "Datasets")
class DatasetResource {
  private final DatasetService service;
  private final ConnectionService connections;

  DatasetResource(DatasetService service, ConnectionService connections) {
    this.service = service;
    this.connections = connections;
  }

  @GET
  @Path("/connections/{id}/datasets")
  @Operation(operationId = "listDatasets", summary = "A connection's datasets, by name")
  public Uni<Page<Dataset>> list(
      @RestPath UUID id, @RestQuery String pageSize, @RestQuery String pageToken) {
    PageRequest page = PageRequest.of("datasets/" + id, pageSize, pageToken);
    return connections.require(id, TeamRole.VIEWER).chain(() -> service.listDatasets(id, page));
  }

  @GET
  @Path("/datasets/{id}")
  @Operation(operationId = "findDataset", summary = "One dataset as the last scan saw it")
  public Uni<Dataset> find(@RestPath UUID id) {
    return service.findDataset(id);
  }

  @GET
  @Path("/datasets/{id}/tables")
  @Operation(operationId = "listTables", summary = "A dataset's tables, by name")
  public Uni<Page<Table>> listTables(
      @RestPath UUID id, @RestQuery String pageSize, @RestQuery String pageToken) {
    return service.listTables(id, PageRequest.of("tables/" + id, pageSize, pageToken));
  }
}
