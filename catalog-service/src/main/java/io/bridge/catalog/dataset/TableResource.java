package io.bridge.catalog.dataset;

import io.bridge.model.Page;
import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.Table;
import io.bridge.runtime.http.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/v1/tables/{id}")
@Tag(name = "Tables")
class TableResource {
  private final DatasetService service;

  TableResource(DatasetService service) {
    this.service = service;
  }

  @GET
  @Operation(operationId = "findTable", summary = "One table with its rows and bytes")
  public Uni<Table> find(@RestPath UUID id) {
    return service.findTable(id);
  }

  @GET
  @Path("/columns")
  @Operation(operationId = "listColumns", summary = "A table's columns in their order")
  public Uni<Page<Column>> listColumns(
      @RestPath UUID id, @RestQuery String pageSize, @RestQuery String pageToken) {
    return service.listColumns(id, PageRequest.of("columns/" + id, pageSize, pageToken));
  }
}
