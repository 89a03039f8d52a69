package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedArrayScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedJoinScan;
import java.util.ArrayList;
import java.util.List;

/** Joins, of tables and of arrays. */
final class Joins {
  private final Scans scans;
  private final Expressions expressions;

  Joins(Scans scans, Expressions expressions) {
    this.scans = scans;
    this.expressions = expressions;
  }

  Query write(ResolvedJoinScan scan) {
    if (scan.getIsLateral()) {
      throw SqlException.unsupported("LATERAL");
    }
    String condition = scan.getJoinExpr() == null ? "true" : expressions.write(scan.getJoinExpr());
    String from =
        "%s %s JOIN %s ON %s"
            .formatted(
                scans.write(scan.getLeftScan()).nested(),
                scan.getJoinType(),
                scans.write(scan.getRightScan()).nested(),
                condition);
    return Query.select(Scans.names(scan), from);
  }

  /** UNNEST. Lateral, because the array may be a column of what stands to the left of it. */
  Query write(ResolvedArrayScan scan) {
    String unnested = unnested(scan);
    if (scan.getInputScan() == null) {
      return Query.select(Scans.names(scan), unnested);
    }
    String join = scan.getIsOuter() ? " LEFT JOIN LATERAL %s ON true" : " CROSS JOIN LATERAL %s";
    String from = scans.write(scan.getInputScan()).nested() + join.formatted(unnested);
    return Query.select(Scans.names(scan), from);
  }

  /** The condition stands inside: DuckDB knows none on an outer lateral join. */
  private String unnested(ResolvedArrayScan scan) {
    if (scan.getArrayExprList().size() != 1) {
      throw SqlException.unsupported("UNNEST of several arrays");
    }
    String array = expressions.write(scan.getArrayExprList().getFirst());
    List<String> columns = new ArrayList<>();
    columns.add(
        "unnest(" + array + ") AS " + Expressions.name(scan.getElementColumnList().getFirst()));
    if (scan.getArrayOffsetColumn() != null) {
      String offset = Expressions.name(scan.getArrayOffsetColumn().getColumn());
      columns.add("unnest(range(len(" + array + "))) AS " + offset);
    }
    String elements = "(SELECT " + String.join(", ", columns) + ")";
    return scan.getJoinExpr() == null
        ? elements
        : "(SELECT * FROM " + elements + " WHERE " + expressions.write(scan.getJoinExpr()) + ")";
  }
}
