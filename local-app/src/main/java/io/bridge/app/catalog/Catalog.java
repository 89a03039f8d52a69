package io.bridge.app.catalog;

import static io.bridge.model.error.ErrorCode.DATASET_NOT_FOUND;
import static io.bridge.model.error.ErrorCode.TABLE_NOT_FOUND;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.bridge.app.gateway.Gateway;
import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.Dataset;
import io.bridge.model.catalog.ScanResult;
import io.bridge.model.catalog.Table;
import io.bridge.model.error.BridgeException;
import java.util.List;
import java.util.UUID;

/** What was seen through one connection, found by names. */
final class Catalog {
  private static final String SCAN =
      " in the catalog. Read the warehouse anew: bridge catalog scan";

  private final Gateway gateway;
  private final UUID connectionId;

  Catalog(Gateway gateway, UUID connectionId) {
    this.gateway = gateway;
    this.connectionId = connectionId;
  }

  record TableEntry(String dataset, @JsonUnwrapped Table table) {}

  record ColumnEntry(String dataset, String table, @JsonUnwrapped Column column) {}

  ScanResult scan() {
    return gateway.postAgain("/v1/connections/" + connectionId + "/scan", ScanResult.class);
  }

  /**
   * @param name null: all
   * @throws BridgeException {@code DATASET_NOT_FOUND}
   */
  List<Dataset> datasets(String name) {
    List<Dataset> all =
        gateway.list("/v1/connections/" + connectionId + "/datasets", Dataset.class);
    List<Dataset> named = all.stream().filter(d -> name == null || name.equals(d.name())).toList();
    if (name != null && named.isEmpty()) {
      throw DATASET_NOT_FOUND.with("There is no dataset '" + name + "'" + SCAN);
    }
    return named;
  }

  /**
   * @param dataset null: all
   * @param name null: all
   * @throws BridgeException {@code DATASET_NOT_FOUND} or {@code TABLE_NOT_FOUND}
   */
  List<TableEntry> tables(String dataset, String name) {
    List<TableEntry> named =
        datasets(dataset).stream()
            .flatMap(d -> tablesOf(d).stream())
            .filter(entry -> name == null || name.equals(entry.table().name()))
            .toList();
    if (name != null && named.isEmpty()) {
      throw TABLE_NOT_FOUND.with("There is no table '" + name + "'" + SCAN);
    }
    return named;
  }

  private List<TableEntry> tablesOf(Dataset dataset) {
    return gateway.list("/v1/datasets/" + dataset.id() + "/tables", Table.class).stream()
        .map(table -> new TableEntry(dataset.name(), table))
        .toList();
  }

  /** As {@link #tables}. */
  List<ColumnEntry> columns(String dataset, String table) {
    return tables(dataset, table).stream().flatMap(entry -> columnsOf(entry).stream()).toList();
  }

  private List<ColumnEntry> columnsOf(TableEntry entry) {
    String path = "/v1/tables/" + entry.table().id() + "/columns";
    return gateway.list(path, Column.class).stream()
        .map(column -> new ColumnEntry(entry.dataset(), entry.table().name(), column))
        .toList();
  }
}
