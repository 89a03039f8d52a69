package io.bridge.catalog.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.model.Page;
import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.FoundTables;
import io.bridge.model.catalog.FoundTables.FoundTable;
import io.bridge.model.catalog.Table;
import io.bridge.model.catalog.TableSchema;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.PageRequest;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Tables together with their columns, one statement for each page or lookup. */
@ApplicationScoped
@RegisterForReflection(targets = {TableSchema.class, FoundTable.class, Table.class, Column.class})
class TableSchemaService {
  private final ObjectMapper mapper;

  TableSchemaService(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * By dataset and name. Fails with {@code INVALID_REQUEST} for a page token that names no table.
   *
   * @param dataset its name; empty for all
   */
  @WithSession
  Uni<Page<TableSchema>> list(UUID connectionId, String dataset, PageRequest page) {
    String[] after = keyOf(page);
    return query(TableSchemaSql.PAGE, connectionId)
        .map(q -> q.setParameter("dataset", dataset.replace("\0", "?")))
        .map(q -> q.setParameter("afterDataset", after[0]).setParameter("afterTable", after[1]))
        .chain(q -> q.setParameter("limit", page.limit()).getResultList())
        .map(rows -> rows.stream().map(json -> read(json, TableSchema.class)).toList())
        .map(found -> page.page(found, TableSchemaService::key));
  }

  /** Names that fit no table are left out; of one that fits many, the first 20 are shown. */
  @WithSession
  Uni<FoundTables> lookup(UUID connectionId, List<String> names) {
    List<Wanted> wanted =
        names.stream().filter(Objects::nonNull).distinct().map(Wanted::of).toList();
    return query(TableSchemaSql.LOOKUP, connectionId)
        .chain(q -> q.setParameter("names", json(wanted)).getResultList())
        .map(rows -> rows.stream().map(json -> read(json, FoundTable.class)).toList())
        .map(FoundTables::new);
  }

  private static Uni<Mutiny.SelectionQuery<String>> query(String sql, UUID connectionId) {
    return Panache.getSession()
        .map(session -> session.createNativeQuery(sql, String.class))
        .map(query -> query.setParameter("connection", connectionId));
  }

  private static String key(TableSchema schema) {
    return schema.dataset() + "/" + schema.table().name();
  }

  private static String[] keyOf(PageRequest page) {
    String[] parts = page.after().isEmpty() ? new String[] {"", ""} : page.after().split("/", 2);
    if (parts.length != 2) {
      throw ErrorCode.INVALID_REQUEST.with("pageToken is not one that this list gave");
    }
    return parts;
  }

  private <T> T read(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String json(List<Wanted> wanted) {
    try {
      return mapper.writeValueAsString(wanted);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
