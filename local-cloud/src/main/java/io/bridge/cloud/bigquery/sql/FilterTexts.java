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
  private static final int MAX_NODES = 1_000;

  private final GoogleSql googleSql;

  FilterTexts(GoogleSql googleSql) {
    this.googleSql = googleSql;
  }

  /** Empty where there is more in it than literals, named parameters and columns of the scan. */
  Optional<String> of(ResolvedExpr filter, ResolvedTableScan scan, Origins origins) {
    ResolvedExpr plain = new Expansion(scan, origins).of(filter);
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

  /** Computed columns become what they are computed of, which can double with each level. */
  private static final class Expansion {
    private final ResolvedTableScan scan;
    private final Origins origins;
    private int left = MAX_NODES;

    Expansion(ResolvedTableScan scan, Origins origins) {
      this.scan = scan;
      this.origins = origins;
    }

    ResolvedExpr of(ResolvedExpr expr) {
      if (--left < 0) {
        return null;
      }
      return switch (expr) {
        case ResolvedLiteral literal -> literal;
        case ResolvedParameter parameter when parameter.getPosition() == 0 -> parameter;
        case ResolvedColumnRef ref -> column(ref);
        case ResolvedCast cast -> {
          ResolvedExpr inner = of(cast.getExpr());
          yield inner == null ? null : cast.toBuilder().setExpr(inner).build();
        }
        case ResolvedFunctionCall call when call.getGenericArgumentList().isEmpty() -> call(call);
        default -> null;
      };
    }

    private ResolvedExpr column(ResolvedColumnRef ref) {
      if (scan.getColumnList().contains(ref.getColumn())) {
        return standIn(ref);
      }
      ResolvedExpr below = origins.below(ref);
      return below == ref ? null : of(below);
    }

    private ResolvedExpr call(ResolvedFunctionCall call) {
      List<ResolvedExpr> args = new ArrayList<>();
      for (ResolvedExpr arg : call.getArgumentList()) {
        ResolvedExpr plain = of(arg);
        if (plain == null) {
          return null;
        }
        args.add(plain);
      }
      return call.toBuilder().setArgumentList(args).build();
    }
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
