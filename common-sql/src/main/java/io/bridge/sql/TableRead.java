package io.bridge.sql;

import java.util.List;

/**
 * A table that a statement reads.
 *
 * @param columns the top-level columns on which the answer depends, in the table's order; empty for
 *     {@code SELECT COUNT(*)}
 */
public record TableRead(SqlTable table, List<String> columns) {
  public TableRead {
    columns = List.copyOf(columns);
  }
}
