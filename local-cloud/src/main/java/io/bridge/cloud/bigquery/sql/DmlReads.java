package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedJoinScanEnums.JoinType;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableAsSelectStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedDeleteStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFilterScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedInsertStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedUpdateStmt;
import java.util.List;
import java.util.Optional;

/**
 * The query that finds the rows a statement is about: it reads the same parts of the same tables.
 */
final class DmlReads {
  private DmlReads() {}

  /** Empty for a statement that finds none. */
  static Optional<ResolvedQueryStmt> of(ResolvedStatement statement) {
    ResolvedScan scan =
        switch (statement) {
          case ResolvedInsertStmt insert -> insert.getQuery();
          case ResolvedCreateTableAsSelectStmt create -> create.getQuery();
          case ResolvedDeleteStmt delete -> filter(delete.getTableScan(), delete.getWhereExpr());
          case ResolvedUpdateStmt update ->
              filter(
                  update.getFromScan() == null
                      ? update.getTableScan()
                      : join(update.getTableScan(), update.getFromScan(), null),
                  update.getWhereExpr());
          case ResolvedMergeStmt merge ->
              join(merge.getTableScan(), merge.getFromScan(), merge.getMergeExpr());
          default -> null;
        };
    return Optional.ofNullable(scan).map(DmlReads::query);
  }

  private static ResolvedQueryStmt query(ResolvedScan scan) {
    return ResolvedQueryStmt.builder()
        .setOutputColumnList(List.of())
        .setIsValueTable(false)
        .setQuery(scan)
        .build();
  }

  private static ResolvedScan filter(ResolvedScan input, ResolvedExpr where) {
    return ResolvedFilterScan.builder()
        .setColumnList(input.getColumnList())
        .setHintList(List.of())
        .setIsOrdered(false)
        .setInputScan(input)
        .setFilterExpr(where)
        .build();
  }

  private static ResolvedScan join(ResolvedScan left, ResolvedScan right, ResolvedExpr on) {
    return ResolvedJoinScan.builder()
        .setColumnList(left.getColumnList())
        .setHintList(List.of())
        .setIsOrdered(false)
        .setJoinType(JoinType.INNER)
        .setLeftScan(left)
        .setRightScan(right)
        .setJoinExpr(on)
        .setHasUsing(false)
        .build();
  }
}
