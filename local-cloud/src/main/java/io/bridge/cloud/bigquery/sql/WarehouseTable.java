package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * A table as the compiler sees it.
 *
 * @param project as given to {@link WarehouseCatalog#find}
 * @param dataset as given to {@link WarehouseCatalog#find}
 * @param name as given to {@link WarehouseCatalog#find}
 * @param fields BigQuery's schema, in order
 * @param duckDbRelation what stands in DuckDB's FROM: a quoted name or a parenthesised SELECT,
 *     whose columns carry exactly the names of {@code fields} and the types of {@link
 *     DuckType#of(Field)}
 */
public record WarehouseTable(
    String project, String dataset, String name, List<Field> fields, String duckDbRelation) {

  public WarehouseTable {
    fields = List.copyOf(fields);
  }
}
