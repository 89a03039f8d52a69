package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType;
import io.bridge.sql.SqlType.Scalar;
import java.util.Set;

/** {@code +} and {@code -} on dates and times. */
final class DateArithmetic {
  private static final Set<SqlType> DATED =
      Set.of(Scalar.DATE, Scalar.DATETIME, Scalar.TIMESTAMP, Scalar.TIME, Scalar.INTERVAL);

  private DateArithmetic() {}

  static boolean isDated(Call call) {
    return DATED.contains(call.type(0)) || DATED.contains(call.type(1));
  }

  static String add(Call call) {
    return moved(call, DateArithmetic::plus);
  }

  static String subtract(Call call) {
    return moved(call, DateArithmetic::minus);
  }

  private static String moved(Call call, Emitter emitter) {
    if (call.result() == Scalar.TIMESTAMP) {
      int interval = call.is(0, Scalar.INTERVAL) ? 0 : 1;
      return Exactness.unless(
          call,
          n ->
              "(datepart('year', %1$s) <> 0 OR datepart('month', %1$s) <> 0)"
                  .formatted(n.get(interval)),
          Exactness.ranged(emitter)::emit);
    }
    return Exactness.near(call.is(0, Scalar.INT64) ? 0 : 1, emitter).emit(call);
  }

  private static String plus(Call call) {
    return call.is(0, Scalar.INTERVAL) || call.is(0, Scalar.INT64)
        ? shift(call, call.arg(1), call.type(1), call.arg(0), call.type(0), "+")
        : shift(call, call.arg(0), call.type(0), call.arg(1), call.type(1), "+");
  }

  private static String minus(Call call) {
    return shift(call, call.arg(0), call.type(0), call.arg(1), call.type(1), "-");
  }

  private static String shift(
      Call call, String value, SqlType type, String by, SqlType byType, String sign) {
    if (type == Scalar.DATE && byType == Scalar.INT64) {
      return "(%s %s %s)".formatted(value, sign, Sql.cast(by, "INTEGER"));
    }
    boolean moves = type == Scalar.DATE || type == Scalar.DATETIME || type == Scalar.TIMESTAMP;
    if (moves && byType == Scalar.INTERVAL) {
      return call.asResult("(%s %s %s)".formatted(value, sign, by));
    }
    throw SqlException.unsupported("Operator %s on %s and %s".formatted(sign, type, byType));
  }
}
