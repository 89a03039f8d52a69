package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a column of a scan is further below. Ids are unique in a tree, so one map serves it all. */
final class Origins {
  private final Map<Long, ResolvedColumn> renamed = new HashMap<>();
  private final Map<Long, ResolvedExpr> computed = new HashMap<>();

  /**
   * From now on the columns of a scan are these, by their place, and those of no other scan are:
   * what stands below can be reached from several, and each has filters of its own.
   */
  void rename(List<ResolvedColumn> columns, List<ResolvedColumn> below) {
    renamed.values().removeAll(below);
    for (int i = 0; i < columns.size() && i < below.size(); i++) {
      renamed.put(columns.get(i).getId(), below.get(i));
    }
  }

  void computed(ResolvedComputedColumn column) {
    computed.put(column.getColumn().getId(), column.getExpr());
  }

  /** One step down; the reference itself where there is none. */
  ResolvedExpr below(ResolvedColumnRef reference) {
    long id = reference.getColumn().getId();
    if (renamed.containsKey(id)) {
      return reference.toBuilder().setColumn(renamed.get(id)).build();
    }
    return computed.getOrDefault(id, reference);
  }
}
