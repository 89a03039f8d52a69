package io.bridge.catalog.dataset;

import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tables of some teams. */
@ApplicationScoped
class TableRepository implements PanacheRepositoryBase<TableEntity, UUID> {
  /** Fails with {@code TABLE_NOT_FOUND} where there is none or it is another team's. */
  Uni<TableEntity> require(UUID id, Set<UUID> teams) {
    return find("id = ?1 and teamId in ?2", id, teams)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> ErrorCode.TABLE_NOT_FOUND.with(ErrorCode.TABLE_NOT_FOUND.title()));
  }

  /** By name, one row more than the page has. */
  Uni<List<TableEntity>> page(UUID datasetId, PageRequest page) {
    return find("datasetId = ?1 and name > ?2 order by name", datasetId, page.after())
        .range(0, page.limit() - 1)
        .list();
  }
}
