package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCast;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSubqueryExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Recognizes a column, as it is or in functions that rise with it, and what is a constant. */
final class RisingColumns {
  private static final int MAX_STEPS = 100;

  /** Functions of the column that never turn the order of two values around. */
  private static final Set<String> RISING =
      Set.of("date", "datetime", "timestamp", "date_trunc", "datetime_trunc", "timestamp_trunc");

  private final Origins origins;

  RisingColumns(Origins origins) {
    this.origins = origins;
  }

  /** The expression over the table's own column, where it rises with it; else null. */
  ResolvedExpr of(ResolvedExpr expr, Set<Long> columns) {
    return of(expr, columns, 0);
  }

  private ResolvedExpr of(ResolvedExpr expr, Set<Long> columns, int steps) {
    if (steps > MAX_STEPS) {
      return null;
    }
    return switch (expr) {
      case ResolvedColumnRef ref when columns.contains(ref.getColumn().getId()) -> ref;
      case ResolvedColumnRef ref -> {
        ResolvedExpr below = origins.below(ref);
        yield below == ref ? null : of(below, columns, steps + 1);
      }
      case ResolvedCast cast when keepsOrder(cast) -> {
        ResolvedExpr inner = of(cast.getExpr(), columns, steps + 1);
        yield inner == null ? null : cast.toBuilder().setExpr(inner).build();
      }
      case ResolvedFunctionCall call when isRising(call) -> {
        ResolvedExpr inner = of(call.getArgumentList().getFirst(), columns, steps + 1);
        yield inner == null ? null : withFirst(call, inner);
      }
      default -> null;
    };
  }

  private static boolean keepsOrder(ResolvedCast cast) {
    return isOrdered(cast.getExpr()) && isOrdered(cast);
  }

  /** Text of numbers and times sorts another way than they do. */
  private static boolean isOrdered(ResolvedExpr expr) {
    var type = expr.getType();
    return type.isDate()
        || type.isDatetime()
        || type.isTimestamp()
        || type.isInt64()
        || type.isNumeric()
        || type.isDouble();
  }

  private static boolean isRising(ResolvedFunctionCall call) {
    List<ResolvedExpr> args = call.getArgumentList();
    return RISING.contains(call.getFunction().getName().toLowerCase(Locale.ROOT))
        && !args.isEmpty()
        && isOrdered(args.getFirst())
        && args.stream().skip(1).allMatch(RisingColumns::isConstant);
  }

  private static ResolvedExpr withFirst(ResolvedFunctionCall call, ResolvedExpr first) {
    List<ResolvedExpr> args = new ArrayList<>(call.getArgumentList());
    args.set(0, first);
    return call.toBuilder().setArgumentList(args).build();
  }

  static boolean isConstant(ResolvedExpr expr) {
    AtomicBoolean varies = new AtomicBoolean();
    expr.accept(
        new Visitor() {
          @Override
          public void visit(ResolvedColumnRef ref) {
            varies.set(true);
          }

          @Override
          public void visit(ResolvedSubqueryExpr subquery) {
            varies.set(true);
          }

          @Override
          public void visit(ResolvedFunctionCall call) {
            if (Session.isRandom(call.getFunction().getName().toLowerCase(Locale.ROOT))) {
              varies.set(true);
            }
            super.visit(call);
          }
        });
    return !varies.get();
  }
}
