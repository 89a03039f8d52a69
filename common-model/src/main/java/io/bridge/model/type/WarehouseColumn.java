package io.bridge.model.type;

import java.util.List;

/**
 * A column of a BigQuery table.
 *
 * @param type GoogleSQL's name: INT64, FLOAT64, NUMERIC, BIGNUMERIC, BOOL, STRING, BYTES, DATE,
 *     DATETIME, TIMESTAMP or STRUCT
 * @param mode {@code NULLABLE} or {@code REPEATED}
 * @param precision null unless a parameterised NUMERIC or BIGNUMERIC
 * @param scale null exactly where {@code precision} is
 * @param fields fields of a STRUCT in order; empty otherwise
 * @param description the source's name where it had to be changed; otherwise null
 */
public record WarehouseColumn(
    String name,
    String type,
    String mode,
    Integer precision,
    Integer scale,
    List<WarehouseColumn> fields,
    String description) {

  public WarehouseColumn {
    fields = List.copyOf(fields);
  }
}
