package io.bridge.sql;

import java.util.List;

/**
 * A table that a statement may read.
 *
 * @param name as the caller wants to find it again in {@link SqlAnalysis#tables()}
 * @param columns at least one; names are unique without regard to case
 * @param pseudo columns that a statement may name but that {@code *} does not give
 */
public record SqlTable(String name, List<SqlType.Column> columns, List<SqlType.Column> pseudo) {
  public SqlTable {
    columns = List.copyOf(columns);
    pseudo = List.copyOf(pseudo);
  }

  /** A table without pseudo columns. */
  public SqlTable(String name, List<SqlType.Column> columns) {
    this(name, columns, List.of());
  }
}
