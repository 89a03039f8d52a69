package io.bridge.catalog.dataset;

import io.bridge.model.Page;
import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.Dataset;
import io.bridge.model.catalog.Table;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.http.PageRequest;
import io.bridge.runtime.identity.CurrentCaller;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Shows the catalog to the members of a team; what is another team's is not found. */
@ApplicationScoped
class DatasetService {
  private final DatasetRepository datasets;
  private final TableRepository tables;
  private final ColumnRepository columns;
  private final CurrentCaller caller;

  DatasetService(
      DatasetRepository datasets,
      TableRepository tables,
      ColumnRepository columns,
      CurrentCaller caller) {
    this.datasets = datasets;
    this.tables = tables;
    this.columns = columns;
    this.caller = caller;
  }

  /** Of a connection that the caller was found to see. */
  @WithSession
  Uni<Page<Dataset>> listDatasets(UUID connectionId, PageRequest page) {
    return datasets.page(connectionId, page).map(rows -> datasetsPage(rows, page));
  }

  /** Fails with {@code DATASET_NOT_FOUND}. */
  @WithSession
  Uni<Dataset> findDataset(UUID id) {
    return datasets.require(id, teams()).map(DatasetEntity::toDataset);
  }

  /** Fails with {@code DATASET_NOT_FOUND}. */
  @WithSession
  Uni<Page<Table>> listTables(UUID datasetId, PageRequest page) {
    return datasets
        .require(datasetId, teams())
        .chain(() -> tables.page(datasetId, page))
        .map(rows -> tablesPage(rows, page));
  }

  /** Fails with {@code TABLE_NOT_FOUND}. */
  @WithSession
  Uni<Table> findTable(UUID id) {
    return tables.require(id, teams()).map(TableEntity::toTable);
  }

  /** Fails with {@code TABLE_NOT_FOUND}. */
  @WithSession
  Uni<Page<Column>> listColumns(UUID tableId, PageRequest page) {
    int after = positionOf(page);
    return tables
        .require(tableId, teams())
        .chain(() -> columns.page(tableId, after, page))
        .map(rows -> columnsPage(rows, page));
  }

  private Set<UUID> teams() {
    return caller.get().teams().keySet();
  }

  private static Page<Dataset> datasetsPage(List<DatasetEntity> rows, PageRequest page) {
    return page.page(rows.stream().map(DatasetEntity::toDataset).toList(), Dataset::name);
  }

  private static Page<Table> tablesPage(List<TableEntity> rows, PageRequest page) {
    return page.page(rows.stream().map(TableEntity::toTable).toList(), Table::name);
  }

  private static Page<Column> columnsPage(List<ColumnEntity> rows, PageRequest page) {
    List<Column> found = rows.stream().map(ColumnEntity::toColumn).toList();
    return page.page(found, column -> String.valueOf(column.position()));
  }

  private static int positionOf(PageRequest page) {
    try {
      return page.after().isEmpty() ? 0 : Integer.parseInt(page.after());
    } catch (NumberFormatException _) {
      throw ErrorCode.INVALID_REQUEST.with("pageToken is not one that this list gave");
    }
  }
}
