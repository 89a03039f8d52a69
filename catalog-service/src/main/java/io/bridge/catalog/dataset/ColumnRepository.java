package io.bridge.catalog.dataset;

import io.bridge.runtime.http.PageRequest;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Columns of a table. */
@ApplicationScoped
class ColumnRepository implements PanacheRepositoryBase<ColumnEntity, ColumnEntity.Key> {
  /** In the table's order, one row more than the page has. */
  Uni<List<ColumnEntity>> page(UUID tableId, int after, PageRequest page) {
    return find("tableId = ?1 and position > ?2 order by position", tableId, after)
        .range(0, page.limit() - 1)
        .list();
  }
}
