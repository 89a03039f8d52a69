package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedColumn;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedParameter;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedTableScan;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Filters on the columns of one scan as GoogleSQL again: for a view, which is compiled apart. */
final class FilterTexts {
  private static final String COLUMN = "bridge_column_";
  private static final int MAX_STEPS = 100;

  private final GoogleSql googleSql;

  FilterTexts(GoogleSql googleSql) {
    this.googleSql = googleSql;
  }

  /** Empty where there is more in it than literals, named parameters and columns of the scan. */
  Optional<String> of(ResolvedExpr filter, ResolvedTableScan scan, Origins origins) {
    ResolvedExpr plain = plain(filter, scan, origins, 0);
    if (plain == null) {
      return Optional.empty();
    }
    try {
      String text = googleSql.text(plain);
      for (ResolvedColumn column : scan.getColumnList()) {
        text = text.replace("@" + COLUMN + column.getId() + "_", "`" + column.getName() + "`");
      }
      return Optional.of("(" + text + ")");
    } catch (SqlProblem _) {
      return Optional.empty();
    }
  }

  private static ResolvedExpr plain(
      ResolvedExpr expr, ResolvedTableScan scan, Origins origins, int steps) {
    if (steps > MAX_STEPS) {
      return null;
    }
    return switch (expr) {
      case ResolvedLiteral literal -> literal;
      case ResolvedParameter parameter when parameter.getPosition() == 0 -> parameter;
      case ResolvedColumnRef ref -> {
        if (scan.getColumnList().contains(ref.getColumn())) {
          yield standIn(ref);
        }
        ResolvedExpr below = origins.below(ref);
        yield below == ref ? null : plain(below, scan, origins, steps + 1);
      }
      case ResolvedCast cast -> {
        ResolvedExpr inner = plain(cast.getExpr(), scan, origins, steps + 1);
        yield inner == null ? null : cast.toBuilder().setExpr(inner).build();
      }
      case ResolvedFunctionCall call when call.getGenericArgumentList().isEmpty() ->
          call(call, scan, origins, steps);
      default -> null;
    };
  }

  private static ResolvedExpr call(
      ResolvedFunctionCall call, ResolvedTableScan scan, Origins origins, int steps) {
    List<ResolvedExpr> args = new ArrayList<>();
    for (ResolvedExpr arg : call.getArgumentList()) {
      ResolvedExpr plain = plain(arg, scan, origins, steps + 1);
      if (plain == null) {
        return null;
      }
      args.add(plain);
    }
    return call.toBuilder().setArgumentList(args).build();
  }

  /** ZetaSQL writes no columns, but parameters. */
  private static ResolvedExpr standIn(ResolvedColumnRef ref) {
    return ResolvedParameter.builder()
        .setType(ref.getType())
        .setName(COLUMN + ref.getColumn().getId() + "_")
        .setPosition(0)
        .setIsUntyped(false)
        .build();
  }
}
