package io.bridge.catalog.dataset;

import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Datasets of some teams. */
@ApplicationScoped
class DatasetRepository implements PanacheRepositoryBase<DatasetEntity, UUID> {
  /** Fails with {@code DATASET_NOT_FOUND} where there is none or it is another team's. */
  Uni<DatasetEntity> require(UUID id, Set<UUID> teams) {
    return find("id = ?1 and teamId in ?2", id, teams)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> ErrorCode.DATASET_NOT_FOUND.with(ErrorCode.DATASET_NOT_FOUND.title()));
  }

  /** By name, one row more than the page has. */
  Uni<List<DatasetEntity>> page(UUID connectionId, PageRequest page) {
    return find("connectionId = ?1 and name > ?2 order by name", connectionId, page.after())
        .range(0, page.limit() - 1)
        .list();
  }
}
