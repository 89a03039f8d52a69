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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
    return Query.select(Scans.names(scan), "(" + all + ")");
  }

  private static String operator(SetOperationType type) {
    return switch (type) {
      case UNION_ALL -> " UNION ALL ";
      case UNION_DISTINCT -> " UNION ";
      case INTERSECT_DISTINCT -> " INTERSECT ";
      case EXCEPT_DISTINCT -> " EXCEPT ";
      default -> throw SqlException.invalid(type.name().replace('_', ' ') + " is not supported");
    };
  }

  /** One side, its columns under the names of the whole. */
  private String branch(ResolvedSetOperationItem item, List<ResolvedColumn> columns) {
    return scans.write(item.getScan()).rename(renamed(item, columns)).nested();
  }

  private static List<Query.Renamed> renamed(
      ResolvedSetOperationItem item, List<ResolvedColumn> columns) {
    List<Query.Renamed> renamed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      renamed.add(
          new Query.Renamed(
              Expressions.name(item.getOutputColumnList().get(i)),
              Expressions.name(columns.get(i)),
              Fields.duck(ResolvedTree.type(columns.get(i).getType()))));
    }
    return renamed;
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
        : Query.select(Scans.names(scan), query.nested()).with(clause);
  }

  private String entry(ResolvedWithEntry entry) {
    String name = "w" + withNames.size();
    withNames.put(entry.getWithQueryName(), name);
    List<ResolvedColumn> columns = entry.getWithSubquery().getColumnList();
    recursions.push(name);
    String body = body(entry);
    recursions.pop();
    String names = positions(columns);
    return entry.getWithSubquery() instanceof ResolvedRecursiveScan recursive
        ? name
            + "("
            + names
            + ", "
            + Recursion.DEPTH
            + ")"
            + Recursion.keys(recursive, names)
            + " AS ("
            + body
            + ")"
        : name + "(" + names + ") AS (" + body + ")";
  }

  private String body(ResolvedWithEntry entry) {
    if (entry.getWithSubquery() instanceof ResolvedRecursiveScan recursive) {
      return recursion(recursive);
    }
    List<Query.Renamed> renamed = new ArrayList<>();
    for (ResolvedColumn column : entry.getWithSubquery().getColumnList()) {
      renamed.add(
          new Query.Renamed(
              Expressions.name(column),
              "k" + renamed.size(),
              Fields.duck(ResolvedTree.type(column.getType()))));
    }
    return scans.write(entry.getWithSubquery()).rename(renamed).text();
  }

  /** A column may stand in the list twice, so each gets a name of its place. */
  private static String positions(List<ResolvedColumn> columns) {
    return IntStream.range(0, Math.max(1, columns.size()))
        .mapToObj(i -> "k" + i)
        .collect(Collectors.joining(", "));
  }

  Query reference(ResolvedWithRefScan scan) {
    return from(withNames.get(scan.getWithQueryName()), scan.getColumnList());
  }

  Query reference(ResolvedRecursiveRefScan scan) {
    return from(recursions.peek(), scan.getColumnList());
  }

  private static Query from(String name, List<ResolvedColumn> columns) {
    SequencedMap<String, String> items = new LinkedHashMap<>();
    for (ResolvedColumn column : columns) {
      items.put(Expressions.name(column), "k" + items.size());
    }
    return Query.select(items, name);
  }

  private String recursion(ResolvedRecursiveScan scan) {
    if (scan.getRecursionDepthModifier() != null) {
      throw SqlException.unsupported("WITH DEPTH");
    }
    if (!Recursion.carries(scan.getRecursiveTerm().getScan())) {
      throw SqlException.unsupported("A recursive reference in this place");
    }
    Query first =
        scans
            .write(scan.getNonRecursiveTerm().getScan())
            .rename(renamed(scan.getNonRecursiveTerm(), scan.getColumnList()));
    Query next =
        scans
            .write(scan.getRecursiveTerm().getScan())
            .rename(renamed(scan.getRecursiveTerm(), scan.getColumnList()));
    List<String> columns = scan.getColumnList().stream().map(Expressions::name).toList();
    return scan.getOpType() == RecursiveSetOperationType.UNION_ALL
        ? Recursion.all(first, next)
        : Recursion.distinct(first, next, columns, recursions.peek());
  }
}
