package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationItem;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSetOperationScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithEntry;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedWithScan;
import com.google.zetasql.resolvedast.ResolvedRecursiveScanEnums.RecursiveSetOperationType;
import com.google.zetasql.resolvedast.ResolvedSetOperationScanEnums.SetOperationType;
import io.bridge.sql.ResolvedTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** UNION and its kin, and WITH, where one query's columns are another's by their position. */
final class SetOperations {
  private final Scans scans;
  private final Map<String, String> withNames = new HashMap<>();
  private final Deque<String> recursions = new ArrayDeque<>();

  SetOperations(Scans scans) {
    this.scans = scans;
  }

  Query write(ResolvedSetOperationScan scan) {
    String operator = operator(scan.getOpType());
    String all =
        scan.getInputItemList().stream()
            .map(item -> branch(item, scan.getColumnList()))
            .collect(Collectors.joining(operator));
    return Query.select(Scans.items(scan.getColumnList(), Map.of()), "(" + all + ")");
  }

  private static String operator(SetOperationType type) {
    return switch (type) {
      case UNION_ALL -> " UNION ALL ";
      case UNION_DISTINCT -> " UNION ";
      case INTERSECT_DISTINCT -> " INTERSECT ";
      case EXCEPT_DISTINCT -> " EXCEPT ";
      default -> throw SqlException.unsupported("Set operation " + type.name().replace('_', ' '));
    };
  }

  /** One side, its columns under the names of the whole. */
  private String branch(ResolvedSetOperationItem item, List<ResolvedColumn> columns) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String type = Fields.duck(ResolvedTree.type(columns.get(i).getType()));
      String source = Expressions.name(item.getOutputColumnList().get(i));
      items.add(Sql.cast(source, type) + " AS " + Expressions.name(columns.get(i)));
    }
    return scans.write(item.getScan()).project(items).nested();
  }

  Query with(ResolvedWithScan scan) {
    List<String> entries = new ArrayList<>();
    for (ResolvedWithEntry entry : scan.getWithEntryList()) {
      entries.add(entry(entry));
    }
    String clause =
        (scan.getRecursive() ? "WITH RECURSIVE " : "WITH ") + String.join(", ", entries);
    Query query = scans.write(scan.getQuery());
    return query.with().isEmpty()
        ? query.with(clause)
        : Query.select(List.of("*"), query.nested()).with(clause);
  }

  private String entry(ResolvedWithEntry entry) {
    String name = "w" + withNames.size();
    withNames.put(entry.getWithQueryName(), name);
    List<ResolvedColumn> columns = entry.getWithSubquery().getColumnList();
    recursions.push(name);
    String body = body(entry);
    recursions.pop();
    return name + "(" + positions(columns) + ") AS (" + body + ")";
  }

  private String body(ResolvedWithEntry entry) {
    if (entry.getWithSubquery() instanceof ResolvedRecursiveScan recursive) {
      return recursion(recursive);
    }
    List<ResolvedColumn> columns = entry.getWithSubquery().getColumnList();
    return scans
        .write(entry.getWithSubquery())
        .project(columns.isEmpty() ? List.of("1") : byPosition(columns))
        .text();
  }

  /** A column may stand in the list twice, so each gets a name of its place. */
  private static List<String> byPosition(List<ResolvedColumn> columns) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> Expressions.name(columns.get(i)) + " AS k" + i)
        .toList();
  }

  private static String positions(List<ResolvedColumn> columns) {
    return IntStream.range(0, Math.max(1, columns.size()))
        .mapToObj(i -> "k" + i)
        .collect(Collectors.joining(", "));
  }

  Query reference(ResolvedWithRefScan scan) {
    return from(withNames.get(scan.getWithQueryName()), scan.getColumnList());
  }

  private static Query from(String name, List<ResolvedColumn> columns) {
    List<String> items =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "k" + i + " AS " + Expressions.name(columns.get(i)))
            .toList();
    return Query.select(items, name);
  }

  private String recursion(ResolvedRecursiveScan scan) {
    if (scan.getRecursionDepthModifier() != null) {
      throw SqlException.unsupported("WITH DEPTH");
    }
    boolean all = scan.getOpType() == RecursiveSetOperationType.UNION_ALL;
    return branch(scan.getNonRecursiveTerm(), scan.getColumnList())
        + (all ? " UNION ALL " : " UNION ")
        + branch(scan.getRecursiveTerm(), scan.getColumnList());
  }

  /** A recursive scan stands directly in its WITH entry, nowhere else. */
  Query recursive(ResolvedRecursiveScan scan) {
    throw Scans.unsupported(scan);
  }

  Query recursiveReference(ResolvedRecursiveRefScan scan) {
    return from(recursions.peek(), scan.getColumnList());
  }
}
