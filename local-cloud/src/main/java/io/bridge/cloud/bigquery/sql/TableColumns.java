package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * What a statement reads of a table: the ground for byte accounting.
 *
 * @param table as the catalog gave it
 * @param columns top-level columns in the table's order; empty for {@code SELECT COUNT(*)}
 */
public record TableColumns(WarehouseTable table, List<String> columns) {

  public TableColumns {
    columns = List.copyOf(columns);
  }
}
