package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import com.google.zetasql.functions.ZetaSQLDateTime.DateTimestampPart;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;

/** Functions of TIMESTAMP: points in time. Zones are always named; UTC where BigQuery means it. */
final class TimestampFunctions {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("timestamp", Exactness.ranged(TimestampFunctions::timestamp)),
          entry("timestamp_add", Exactness.ranged(call -> shift(call, "+"))),
          entry("timestamp_sub", Exactness.ranged(call -> shift(call, "-"))),
          entry("timestamp_diff", TimestampFunctions::difference),
          entry(
              "timestamp_trunc",
              Exactness.zoned(2, Exactness.ranged(TimestampFunctions::truncate))),
          entry("timestamp_seconds", Exactness.ranged(call -> fromUnix(call, 1_000_000))),
          entry("timestamp_millis", Exactness.ranged(call -> fromUnix(call, 1000))),
          entry("timestamp_micros", Exactness.ranged(call -> fromUnix(call, 1))),
          entry("unix_seconds", call -> unix(call, 1_000_000)),
          entry("unix_millis", call -> unix(call, 1000)),
          entry("unix_micros", call -> Sql.call("epoch_us", call.arg(0))),
          entry("string", TimestampFunctions::string));

  /** From the first TIMESTAMP to the last. */
  private static final long ALL_MICROS = 315_537_897_600_000_000L;

  private TimestampFunctions() {}

  /** An argument as civil time: a point in time as its zone's clock shows it. */
  static String civil(Call call, int index, int zone) {
    return call.is(index, Scalar.TIMESTAMP)
        ? Sql.call("timezone", call.argOr(zone, "'UTC'"), call.arg(index))
        : call.arg(index);
  }

  private static String timestamp(Call call) {
    String zone = Exactness.requireName(call, 1).argOr(1, "'UTC'");
    return switch (call.type(0)) {
      case Scalar.TIMESTAMP -> call.arg(0);
      case Scalar.DATE, Scalar.DATETIME ->
          Sql.call("timezone", zone, Sql.cast(call.arg(0), "TIMESTAMP"));
      default -> {
        if (call.has(1)) {
          throw call.unsupported("of STRING in a zone");
        }
        yield call.let(
            n ->
                StringCasts.parse(call.bindings(), n.get(0), Scalar.TIMESTAMP, _ -> call.exact(n)));
      }
    };
  }

  /** A day is 24 hours here; months are refused by the analyzer. */
  static String shift(Call call, String sign) {
    if (call.size() == 2) {
      return sign.equals("+") ? DateArithmetic.add(call) : DateArithmetic.subtract(call);
    }
    long micros = DateParts.micros(call, call.part(2));
    return Exactness.unless(
        call,
        n -> "(%s NOT BETWEEN -%2$d AND %2$d)".formatted(n.get(1), ALL_MICROS / micros),
        c ->
            "make_timestamptz(epoch_us(%s) %s %s * %d)"
                .formatted(c.arg(0), sign, c.arg(1), micros));
  }

  /** Whole parts between two points in time, cut towards zero. */
  static String difference(Call call) {
    return "((epoch_us(%s) - epoch_us(%s)) // %d)"
        .formatted(call.arg(0), call.arg(1), DateParts.micros(call, call.part(2)));
  }

  static String truncate(Call call) {
    String zone = call.argOr(2, "'UTC'");
    DateTimestampPart part = call.part(1);
    return call.let(
        List.of(civil(call, 0, 2)),
        n -> Sql.call("timezone", zone, DateParts.truncate(call, n.get(0), part)));
  }

  private static String fromUnix(Call call, long micros) {
    return Sql.call("make_timestamptz", call.arg(0) + " * " + micros);
  }

  /** Rounds down, also before 1970. */
  private static String unix(Call call, long micros) {
    return call.let(
        n ->
            "((epoch_us(%1$s) - ((epoch_us(%1$s) %% %2$d) + %2$d) %% %2$d) // %2$d)"
                .formatted(n.get(0), micros));
  }

  private static String string(Call call) {
    if (call.is(0, Scalar.JSON)) {
      throw call.unsupported("of JSON");
    }
    if (call.has(1)) {
      throw call.unsupported("with a time zone");
    }
    return TextCasts.of(call.bindings(), call.arg(0), (Scalar) call.type(0));
  }
}
