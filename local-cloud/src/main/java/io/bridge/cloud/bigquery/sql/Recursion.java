package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedBarrierScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveRefScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedRecursiveScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedRecursiveScanEnums.RecursiveSetOperationType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Recursion that ends: each row carries how many rounds it took to make it, through every scan
 * between the reference and the recursive term's root, and a round too many is an error.
 */
final class Recursion {
  static final String DEPTH = "depth";

  private static final int MAX_ROUNDS = 500;
  private static final String WITHIN =
      Sql.when(
          DEPTH + " <= " + MAX_ROUNDS,
          "true",
          Sql.call(
              "error",
              Sql.string(
                  "The recursive query exceeded the maximum of "
                      + MAX_ROUNDS
                      + " iterations without reaching its end")));

  private Recursion() {}

  /** Whether rows of a recursion that is open come out of this scan. */
  static boolean carries(ResolvedScan scan) {
    return switch (scan) {
      case ResolvedRecursiveRefScan _ -> true;
      case ResolvedProjectScan project -> carries(project.getInputScan());
      case ResolvedFilterScan filter -> carries(filter.getInputScan());
      case ResolvedBarrierScan barrier -> carries(barrier.getInputScan());
      case ResolvedArrayScan array -> array.getInputScan() != null && carries(array.getInputScan());
      case ResolvedJoinScan join -> carries(join.getLeftScan()) || carries(join.getRightScan());
      default -> false;
    };
  }

  /** The same rows with their depth, which the rows that they are made of have. */
  static Query carrying(Query rows) {
    return withDepth(rows, DEPTH);
  }

  private static Query withDepth(Query rows, String depth) {
    SequencedMap<String, String> items = new LinkedHashMap<>(rows.items());
    items.put(DEPTH, depth);
    return new Query(rows.with(), items, rows.from(), rows.order(), rows.limit());
  }

  /** How DuckDB is told that a row counts as known by its columns alone. */
  static String keys(ResolvedRecursiveScan scan, String columns) {
    return scan.getOpType() == RecursiveSetOperationType.UNION_ALL
        ? ""
        : " USING KEY (" + columns + ")";
  }

  static String all(Query first, Query next) {
    return withDepth(first, "0").nested() + " UNION ALL " + next(next);
  }

  /** Only rows that are new go on: DuckDB itself would take each as new for its depth. */
  static String distinct(Query first, Query next, List<String> columns, String name) {
    String known =
        columns.stream()
            .map(column -> "k" + columns.indexOf(column) + " IS NOT DISTINCT FROM n." + column)
            .collect(Collectors.joining(" AND "));
    return "%s UNION (SELECT * FROM %s n WHERE NOT EXISTS (SELECT 1 FROM recurring.%s WHERE %s))"
        .formatted(withDepth(first, "0").nested(), next(next), name, known);
  }

  private static String next(Query next) {
    if (next.isOrderedOrLimited()) {
      throw SqlException.unsupported("A recursive term with an order or a limit");
    }
    return "(SELECT * FROM " + withDepth(next, DEPTH + " + 1").nested() + " WHERE " + WITHIN + ")";
  }
}
