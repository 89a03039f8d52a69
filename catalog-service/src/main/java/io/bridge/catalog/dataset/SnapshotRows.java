package io.bridge.catalog.dataset;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.bridge.catalog.bigquery.WarehouseDataset;
import io.bridge.catalog.bigquery.WarehouseTable;
import io.bridge.model.catalog.Column;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A snapshot as the rows of the three tables; their JSON has the tables' column names. */
record SnapshotRows(List<DatasetRow> datasets, List<TableRow> tables, List<ColumnRow> columns) {
  static SnapshotRows of(Snapshot snapshot) {
    return new SnapshotRows(
        snapshot.datasets().stream().map(dataset -> datasetRow(snapshot, dataset)).toList(),
        snapshot.datasets().stream().flatMap(dataset -> tableRows(snapshot, dataset)).toList(),
        snapshot.datasets().stream().flatMap(dataset -> columnRows(snapshot, dataset)).toList());
  }

  private static DatasetRow datasetRow(Snapshot snapshot, WarehouseDataset dataset) {
    return new DatasetRow(
        CatalogIds.of(snapshot.connectionId(), dataset.fqn()),
        dataset.name(),
        dataset.fqn(),
        dataset.description(),
        dataset.location(),
        dataset.lastModified());
  }

  private static Stream<TableRow> tableRows(Snapshot snapshot, WarehouseDataset dataset) {
    UUID datasetId = CatalogIds.of(snapshot.connectionId(), dataset.fqn());
    return dataset.tables().stream().map(table -> tableRow(snapshot, datasetId, table));
  }

  private static TableRow tableRow(Snapshot snapshot, UUID datasetId, WarehouseTable table) {
    return new TableRow(
        CatalogIds.of(snapshot.connectionId(), table.fqn()),
        datasetId,
        table.name(),
        table.fqn(),
        table.type(),
        table.description(),
        table.rowCount(),
        table.sizeBytes(),
        table.lastModified(),
        HexFormat.of().formatHex(CatalogIds.sha256(table.toString())));
  }

  private static Stream<ColumnRow> columnRows(Snapshot snapshot, WarehouseDataset dataset) {
    return dataset.tables().stream()
        .flatMap(table -> columnRows(CatalogIds.of(snapshot.connectionId(), table.fqn()), table));
  }

  private static Stream<ColumnRow> columnRows(UUID tableId, WarehouseTable table) {
    return table.columns().stream().map(column -> columnRow(tableId, column));
  }

  private static ColumnRow columnRow(UUID tableId, Column column) {
    return new ColumnRow(
        tableId,
        column.position(),
        column.name(),
        column.type(),
        column.nullable(),
        column.description());
  }

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record DatasetRow(
      UUID id,
      String name,
      String fqn,
      String description,
      String location,
      Instant lastModified) {}

  /**
   * @param fingerprint changes whenever anything that is shown of the table changes
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record TableRow(
      UUID id,
      UUID datasetId,
      String name,
      String fqn,
      String tableType,
      String description,
      long rowCount,
      long sizeBytes,
      Instant lastModified,
      String fingerprint) {}

  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ColumnRow(
      UUID tableId, int position, String name, String type, boolean nullable, String description) {}
}
