package io.bridge.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedComputedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedOutputColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithEntry;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import com.google.zetasql.resolvedast.ResolvedSetOperationScanEnums.SetOperationType;
import com.google.zetasql.resolvedast.ResolvedSubqueryExprEnums.SubqueryType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the columns on which a query's answer depends.
 *
 * <p>The analyzer prunes only inside one SELECT: {@code WITH x AS (SELECT * FROM t) SELECT a FROM
 * x} still scans all of t, but BigQuery bills a alone. So this follows each column from the output,
 * and from everything that decides about rows (filters, joins, grouping keys, ordering), back to
 * the scans. Column ids are unique in a tree, which makes passing through a scan free.
 */
final class ColumnUse extends Visitor {
  private static final long ROOT = 0;

  private final Map<Long, Set<Long>> needs = new HashMap<>();
  private final Map<String, List<ResolvedColumn>> withColumns = new HashMap<>();
  private final Deque<List<ResolvedColumn>> recursions = new ArrayDeque<>();
  private long owner = ROOT;

  /** Ids of all columns that matter, after the tree has been visited. */
  Set<Long> used() {
    Set<Long> used = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(ROOT));
    while (!open.isEmpty()) {
      for (long needed : needs.getOrDefault(open.pop(), Set.of())) {
        if (used.add(needed)) {
          open.push(needed);
        }
      }
    }
    return used;
  }

  private void need(long user, ResolvedColumn column) {
    needs.computeIfAbsent(user, _ -> new HashSet<>()).add(column.getId());
  }

  private void pair(List<ResolvedColumn> users, List<ResolvedColumn> sources) {
    for (int i = 0; i < users.size() && i < sources.size(); i++) {
      need(users.get(i).getId(), sources.get(i));
    }
  }

  @Override
  public void visit(ResolvedOutputColumn node) {
    need(ROOT, node.getColumn());
  }

  @Override
  public void visit(ResolvedColumnRef node) {
    need(owner, node.getColumn());
  }

  @Override
  public void visit(ResolvedComputedColumn node) {
    long outer = owner;
    owner = node.getColumn().getId();
    node.getExpr().accept(this);
    owner = outer;
  }

  @Override
  public void visit(ResolvedAggregateScan node) {
    node.getGroupByList().forEach(key -> need(ROOT, key.getColumn()));
    super.visit(node);
  }

  @Override
  public void visit(ResolvedSubqueryExpr node) {
    if (node.getSubqueryType() != SubqueryType.EXISTS) {
      node.getSubquery().getColumnList().forEach(column -> need(owner, column));
    }
    super.visit(node);
  }

  @Override
  public void visit(ResolvedSetOperationScan node) {
    for (ResolvedSetOperationItem item : node.getInputItemList()) {
      pair(node.getColumnList(), item.getOutputColumnList());
      if (node.getOpType() != SetOperationType.UNION_ALL) {
        item.getOutputColumnList().forEach(column -> need(ROOT, column));
      }
    }
    super.visit(node);
  }

  @Override
  public void visit(ResolvedWithEntry node) {
    withColumns.put(node.getWithQueryName(), node.getWithSubquery().getColumnList());
    super.visit(node);
  }

  @Override
  public void visit(ResolvedWithRefScan node) {
    pair(node.getColumnList(), withColumns.getOrDefault(node.getWithQueryName(), List.of()));
  }

  @Override
  public void visit(ResolvedRecursiveScan node) {
    pair(node.getColumnList(), node.getNonRecursiveTerm().getOutputColumnList());
    pair(node.getColumnList(), node.getRecursiveTerm().getOutputColumnList());
    recursions.push(node.getColumnList());
    super.visit(node);
    recursions.pop();
  }

  @Override
  public void visit(ResolvedRecursiveRefScan node) {
    pair(node.getColumnList(), recursions.isEmpty() ? List.of() : recursions.peek());
  }
}
