package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedColumnRef;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCall;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedLiteral;
import io.bridge.sql.ResolvedTree;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** PARTITION BY and CLUSTER BY. */
final class PartsReader {
  private static final Set<String> UNITS = Set.of("HOUR", "DAY", "MONTH", "YEAR");

  private PartsReader() {}

  /** Null where the table is not parted. */
  static Effect.Parts parts(List<ResolvedExpr> by) {
    if (by.isEmpty()) {
      return null;
    }
    if (by.size() > 1) {
      throw SqlException.invalid("PARTITION BY expects a single expression");
    }
    return switch (by.getFirst()) {
      case ResolvedColumnRef column when ResolvedTree.type(column.getType()) == Scalar.DATE ->
          new Effect.Parts(name(column), "DAY", null);
      case ResolvedFunctionCall call -> call(call);
      default -> throw refusal();
    };
  }

  private static Effect.Parts call(ResolvedFunctionCall call) {
    List<ResolvedExpr> args = call.getArgumentList();
    return switch (call.getFunction().getName().toLowerCase(Locale.ROOT)) {
      case "date" -> new Effect.Parts(name(only(args)), "DAY", null);
      case "timestamp_trunc", "datetime_trunc", "date_trunc" ->
          new Effect.Parts(name(args.getFirst()), unit(args.get(1)), null);
      case "range_bucket" -> new Effect.Parts(name(args.getFirst()), null, range(args.get(1)));
      default -> throw refusal();
    };
  }

  /** A time zone, which would part the days elsewhere, is a second argument. */
  private static ResolvedExpr only(List<ResolvedExpr> args) {
    if (args.size() > 1) {
      throw refusal();
    }
    return args.getFirst();
  }

  static List<String> clustering(List<ResolvedExpr> by) {
    return by.stream().map(PartsReader::name).toList();
  }

  private static String name(ResolvedExpr expr) {
    if (expr instanceof ResolvedColumnRef column) {
      return column.getColumn().getName();
    }
    throw refusal();
  }

  private static String unit(ResolvedExpr expr) {
    if (expr instanceof ResolvedLiteral literal) {
      String unit = literal.getValue().getEnumName();
      if (UNITS.contains(unit)) {
        return unit;
      }
    }
    throw refusal();
  }

  private static List<Long> range(ResolvedExpr expr) {
    if (expr instanceof ResolvedFunctionCall call
        && call.getFunction().getName().equalsIgnoreCase("generate_array")) {
      List<Long> bounds = call.getArgumentList().stream().map(PartsReader::number).toList();
      return bounds.size() == 2 ? List.of(bounds.get(0), bounds.get(1), 1L) : bounds;
    }
    throw refusal();
  }

  private static Long number(ResolvedExpr expr) {
    if (expr instanceof ResolvedLiteral literal && !literal.getValue().isNull()) {
      return literal.getValue().getInt64Value();
    }
    throw refusal();
  }

  private static SqlException refusal() {
    return SqlException.invalid(
        "PARTITION BY expression must be DATE(<timestamp_column>), DATE(<datetime_column>),"
            + " DATETIME_TRUNC(<datetime_column>, DAY/HOUR/MONTH/YEAR), a DATE column,"
            + " TIMESTAMP_TRUNC(<timestamp_column>, DAY/HOUR/MONTH/YEAR),"
            + " DATE_TRUNC(<date_column>, MONTH/YEAR), or"
            + " RANGE_BUCKET(<int64_column>, GENERATE_ARRAY(<int64_value>, <int64_value>[,"
            + " <int64_value>]))");
  }
}
