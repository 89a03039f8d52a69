package io.bridge.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAggregateFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedAnalyticFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads from a resolved tree what {@link SqlAnalysis} tells. */
final class TreeReader extends Visitor {
  private final List<ResolvedTableScan> scans = new ArrayList<>();
  private final SortedSet<String> functions = new TreeSet<>();
  private final Map<String, SqlType.Column> named = new LinkedHashMap<>();
  private final Map<Long, SqlType.Column> positional = new TreeMap<>();

  static SqlAnalysis read(ResolvedTree tree) {
    TreeReader reader = new TreeReader();
    ResolvedStatement statement = tree.statement();
    statement.accept(reader);
    return new SqlAnalysis(
        statementType(statement),
        reader.tables(tree),
        reader.functions,
        output(statement),
        reader.parameters(),
        tree);
  }

  private static String statementType(ResolvedStatement statement) {
    if (statement instanceof ResolvedQueryStmt) {
      return "SELECT";
    }
    return statement
        .getClass()
        .getSimpleName()
        .replaceAll("^Resolved|Stmt$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toUpperCase(Locale.ROOT);
  }

  private static List<SqlType.Column> output(ResolvedStatement statement) {
    if (!(statement instanceof ResolvedQueryStmt query)) {
      return List.of();
    }
    return query.getOutputColumnList().stream()
        .map(c -> column(c.getName(), c.getColumn()))
        .toList();
  }

  /** The analyzer names what the statement leaves unnamed {@code $col1}, {@code $col2}, … */
  private static SqlType.Column column(String name, ResolvedColumn column) {
    return new SqlType.Column(
        name.startsWith("$") ? "" : name, ResolvedTree.type(column.getType()));
  }

  private List<TableRead> tables(ResolvedTree tree) {
    Set<Long> used = usedColumns(tree.statement());
    Map<SqlTable, Set<String>> reads = new LinkedHashMap<>();
    for (ResolvedTableScan scan : scans) {
      SqlTable table = tree.table(scan.getTable());
      Set<String> columns = reads.computeIfAbsent(table, _ -> new TreeSet<>());
      for (int i = 0; i < scan.getColumnList().size(); i++) {
        if (used == null || used.contains(scan.getColumnList().get(i).getId())) {
          columns.add(scan.getTable().getColumn(index(scan, i)).getName());
        }
      }
    }
    return reads.entrySet().stream().map(e -> inOrder(e.getKey(), e.getValue())).toList();
  }

  private static int index(ResolvedTableScan scan, int column) {
    return Math.toIntExact(scan.getColumnIndexList().get(column));
  }

  private static TableRead inOrder(SqlTable table, Collection<String> columns) {
    return new TableRead(
        table,
        table.columns().stream().map(SqlType.Column::name).filter(columns::contains).toList());
  }

  /** Null for a statement that is no query: then everything it scans counts as read. */
  private static Set<Long> usedColumns(ResolvedStatement statement) {
    if (!(statement instanceof ResolvedQueryStmt)) {
      return null;
    }
    ColumnUse use = new ColumnUse();
    statement.accept(use);
    return use.used();
  }

  private List<SqlType.Column> parameters() {
    List<SqlType.Column> all = new ArrayList<>(named.values());
    all.addAll(positional.values());
    return List.copyOf(all);
  }

  /** What an INSERT writes to it does not read. */
  @Override
  public void visit(ResolvedInsertStmt node) {
    if (node.getQuery() != null) {
      node.getQuery().accept(this);
    }
    node.getRowList().forEach(row -> row.accept(this));
  }

  @Override
  public void visit(ResolvedTableScan node) {
    scans.add(node);
    super.visit(node);
  }

  @Override
  public void visit(ResolvedFunctionCall node) {
    add(node);
    super.visit(node);
  }

  @Override
  public void visit(ResolvedAggregateFunctionCall node) {
    add(node);
    super.visit(node);
  }

  @Override
  public void visit(ResolvedAnalyticFunctionCall node) {
    add(node);
    super.visit(node);
  }

  private void add(ResolvedFunctionCallBase call) {
    functions.add(call.getFunction().getName().toLowerCase(Locale.ROOT));
  }

  @Override
  public void visit(ResolvedParameter node) {
    String name = node.getName() == null ? "" : node.getName();
    var column = new SqlType.Column(name, ResolvedTree.type(node.getType()));
    if (name.isEmpty()) {
      positional.put(node.getPosition(), column);
    } else {
      named.putIfAbsent(name, column);
    }
  }
}
