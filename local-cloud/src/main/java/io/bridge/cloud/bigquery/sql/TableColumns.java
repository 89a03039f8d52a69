package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * What a statement reads of a table: the ground for byte accounting.
 *
 * @param table as the catalog gave it
 * @param columns top-level columns in the table's order; empty for {@code SELECT COUNT(*)}
 * @param parts which parts of the table: a condition in DuckDB's SQL over {@link Parting#FIRST} and
 *     {@link Parting#LAST}; null for all of them
 * @param viewFilter GoogleSQL over the columns of a view that all rows of use meet; null for none
 */
public record TableColumns(
    WarehouseTable table, List<String> columns, String parts, String viewFilter) {

  public TableColumns {
    columns = List.copyOf(columns);
  }

  /** Of all parts. */
  public TableColumns(WarehouseTable table, List<String> columns) {
    this(table, columns, null, null);
  }
}
