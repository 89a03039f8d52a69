package io.bridge.sql;

import java.util.List;

/**
 * A table that a statement may read.
 *
 * @param name as the caller wants to find it again in {@link SqlAnalysis#tables()}
 * @param columns at least one; names are unique without regard to case
 */
public record SqlTable(String name, List<SqlType.Column> columns) {
  public SqlTable {
    columns = List.copyOf(columns);
  }
}
