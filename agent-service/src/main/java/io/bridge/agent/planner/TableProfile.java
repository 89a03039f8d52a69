package io.bridge.agent.planner;

import java.util.Map;
import java.util.Optional;

/**
 * What the columns of a table are like.
 *
 * @param rows counted, not estimated
 * @param columns by the column's name; only those that were looked at
 */
record TableProfile(long rows, Map<String, ColumnProfile> columns) {
  Optional<ColumnProfile> of(Field field) {
    return Optional.ofNullable(columns.get(field.name()));
  }

  /** True where every row has a value of its own. */
  boolean isUnique(Field field) {
    return rows > 0
        && of(field).map(c -> c.present() == rows && c.distinct() == rows).orElse(false);
  }

  /** From 0 to 1: rows without a value. */
  double absent(Field field) {
    return of(field).map(c -> rows == 0 ? 1 : 1 - (double) c.present() / rows).orElse(1.0);
  }
}
