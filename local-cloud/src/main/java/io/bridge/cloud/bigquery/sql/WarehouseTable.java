package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * A table as the compiler sees it.
 *
 * @param project as given to {@link WarehouseCatalog#find}
 * @param dataset as given to {@link WarehouseCatalog#find}
 * @param name as given to {@link WarehouseCatalog#find}
 * @param fields BigQuery's schema, in order
 * @param pseudo columns that a statement may name but that {@code *} does not give
 * @param duckDbRelation what stands in DuckDB's FROM: a quoted name or a parenthesised SELECT,
 *     whose columns carry exactly the names of {@code fields} and {@code pseudo} and the types of
 *     {@link DuckType#of(Field)}
 * @param parting null for rows that all lie together
 * @param isView whether filters matter to what stands behind it
 */
public record WarehouseTable(
    String project,
    String dataset,
    String name,
    List<Field> fields,
    List<Field> pseudo,
    String duckDbRelation,
    Parting parting,
    boolean isView) {

  public WarehouseTable {
    fields = List.copyOf(fields);
    pseudo = List.copyOf(pseudo);
  }

  /** A table without pseudo columns whose rows all lie together. */
  public WarehouseTable(
      String project, String dataset, String name, List<Field> fields, String duckDbRelation) {
    this(project, dataset, name, fields, List.of(), duckDbRelation, null, false);
  }

  /** This table as a view. */
  public WarehouseTable asView() {
    return new WarehouseTable(
        project, dataset, name, fields, pseudo, duckDbRelation, parting, true);
  }

  /** This table with its rows apart. */
  public WarehouseTable parted(Parting other) {
    return new WarehouseTable(
        project, dataset, name, fields, pseudo, duckDbRelation, other, isView);
  }

  /** A column by its place among all that a statement may name. */
  Field column(int index) {
    return index < fields.size() ? fields.get(index) : pseudo.get(index - fields.size());
  }
}
