package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import com.google.zetasql.functions.ZetaSQLDateTime.DateTimestampPart;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;

/** Functions of DATE, DATETIME and TIME: civil time, without a zone. */
final class DateFunctions {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("date", Exactness.zoned(1, Exactness.ranged(DateFunctions::date))),
          entry("datetime", Exactness.zoned(1, Exactness.ranged(DateFunctions::datetime))),
          entry("time", Exactness.zoned(1, DateFunctions::time)),
          entry("date_add", Exactness.near(1, call -> shift(call, "+"))),
          entry("date_sub", Exactness.near(1, call -> shift(call, "-"))),
          entry("datetime_add", Exactness.near(1, call -> shift(call, "+"))),
          entry("datetime_sub", Exactness.near(1, call -> shift(call, "-"))),
          entry("date_diff", DateFunctions::difference),
          entry("datetime_diff", DateFunctions::difference),
          entry("date_trunc", Exactness.ranged(DateFunctions::truncate)),
          entry("datetime_trunc", Exactness.ranged(DateFunctions::truncate)),
          entry("$extract", Exactness.zoned(2, DateFunctions::extract)),
          entry(
              "$extract_date",
              Exactness.zoned(
                  1,
                  Exactness.ranged(
                      call -> Sql.cast(TimestampFunctions.civil(call, 0, 1), "DATE")))),
          entry(
              "$extract_time",
              Exactness.zoned(1, call -> Sql.cast(TimestampFunctions.civil(call, 0, 1), "TIME"))),
          entry(
              "$extract_datetime",
              Exactness.zoned(1, Exactness.ranged(call -> TimestampFunctions.civil(call, 0, 1)))),
          entry("last_day", Exactness.ranged(DateFunctions::lastDay)),
          entry("unix_date", call -> "(" + call.arg(0) + " - DATE '1970-01-01')"),
          entry(
              "date_from_unix_date",
              Exactness.near(
                  0, call -> "(DATE '1970-01-01' + " + Sql.cast(call.arg(0), "INTEGER") + ")")),
          entry("$interval", DateFunctions::interval));

  private DateFunctions() {}

  /** BigQuery's intervals end at ten thousand years. */
  private static String interval(Call call) {
    return Exactness.unless(
        call,
        n -> "(" + n.get(0) + " NOT BETWEEN -10000 AND 10000)",
        c -> DateParts.interval(c, c.arg(0), c.part(1)));
  }

  private static String integer(Call call, int index) {
    return Sql.cast(call.arg(index), "INTEGER");
  }

  private static String date(Call call) {
    if (call.is(0, Scalar.INT64)) {
      return Sql.call("make_date", call.arg(0), call.arg(1), call.arg(2));
    }
    return Sql.cast(TimestampFunctions.civil(call, 0, 1), "DATE");
  }

  private static String datetime(Call call) {
    if (call.is(0, Scalar.INT64)) {
      return Sql.call(
          "make_timestamp",
          call.arg(0),
          call.arg(1),
          call.arg(2),
          call.arg(3),
          call.arg(4),
          Sql.cast(call.arg(5), "DOUBLE"));
    }
    if (call.is(0, Scalar.DATE) && call.is(1, Scalar.TIME)) {
      return "(" + call.arg(0) + " + " + call.arg(1) + ")";
    }
    return Sql.cast(TimestampFunctions.civil(call, 0, 1), "TIMESTAMP");
  }

  private static String time(Call call) {
    if (call.is(0, Scalar.INT64)) {
      // DuckDB takes the hour 24 and the second 60.
      return Exactness.unless(
          call,
          n -> "(%s > 23 OR %s > 59 OR %s > 59)".formatted(n.get(0), n.get(1), n.get(2)),
          c -> Sql.call("make_time", c.arg(0), c.arg(1), Sql.cast(c.arg(2), "DOUBLE")));
    }
    return Sql.cast(TimestampFunctions.civil(call, 0, 1), "TIME");
  }

  /** Adding months stops at the month's last day on both sides. */
  private static String shift(Call call, String sign) {
    if (call.size() == 2) {
      return sign.equals("+") ? DateArithmetic.add(call) : DateArithmetic.subtract(call);
    }
    DateTimestampPart part = call.part(2);
    if (call.is(0, Scalar.TIMESTAMP)) {
      return TimestampFunctions.shift(call, sign);
    }
    if (call.result() == Scalar.DATE && part == DateTimestampPart.DAY) {
      return "(%s %s %s)".formatted(call.arg(0), sign, integer(call, 1));
    }
    return call.asResult(
        "(%s %s %s)".formatted(call.arg(0), sign, DateParts.interval(call, call.arg(1), part)));
  }

  private static String difference(Call call) {
    if (call.is(0, Scalar.TIMESTAMP)) {
      return TimestampFunctions.difference(call);
    }
    DateTimestampPart part = call.part(2);
    return DateParts.isWeek(part)
        ? call.let(n -> DateParts.difference(call, n.get(0), n.get(1), part))
        : DateParts.difference(call, call.arg(0), call.arg(1), part);
  }

  private static String truncate(Call call) {
    if (call.is(0, Scalar.TIMESTAMP)) {
      return TimestampFunctions.truncate(call);
    }
    return call.let(n -> call.asResult(DateParts.truncate(call, n.get(0), call.part(1))));
  }

  private static String extract(Call call) {
    if (call.is(0, Scalar.INTERVAL)) {
      throw call.unsupported("of INTERVAL");
    }
    String value =
        call.is(0, Scalar.TIMESTAMP) ? TimestampFunctions.civil(call, 0, 2) : call.arg(0);
    return call.let(
        List.of(value), n -> Sql.cast(DateParts.extract(call, n.get(0), call.part(1)), "BIGINT"));
  }

  private static String lastDay(Call call) {
    DateTimestampPart part = call.has(1) ? call.part(1) : DateTimestampPart.MONTH;
    String next =
        switch (part) {
          case YEAR, QUARTER, MONTH -> DateParts.interval(call, "1", part);
          case ISOWEEK -> "to_days(7)";
          default -> {
            if (!DateParts.isWeek(part)) {
              throw DateParts.unsupported(call, part);
            }
            yield "to_days(7)";
          }
        };
    return call.let(
        n ->
            "CAST(%s + %s - to_days(1) AS DATE)"
                .formatted(DateParts.truncate(call, n.get(0), part), next));
  }
}
