package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import com.google.zetasql.functions.ZetaSQLDateTime.DateTimestampPart;
import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions of arrays. */
final class ArrayFunctions {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("$make_array", ArrayFunctions::make),
          entry("array_length", call -> Sql.call("len", call.arg(0))),
          entry("array_concat", ArrayFunctions::concat),
          entry("array_reverse", Emitter.same("list_reverse")),
          entry("array_to_string", ArrayFunctions::join),
          entry("array_first", call -> end(call, "1")),
          entry("array_last", call -> end(call, "-1")),
          entry("generate_array", ArrayFunctions::generate),
          entry("generate_date_array", ArrayFunctions::generateDates),
          entry("$array_at_offset", call -> at(call, 1, true)),
          entry("$array_at_ordinal", call -> at(call, 0, true)),
          entry("$safe_array_at_offset", call -> at(call, 1, false)),
          entry("$safe_array_at_ordinal", call -> at(call, 0, false)));

  private static final Set<DateTimestampPart> MONTHS =
      Set.of(DateTimestampPart.MONTH, DateTimestampPart.QUARTER, DateTimestampPart.YEAR);

  private ArrayFunctions() {}

  private static String make(Call call) {
    return Literals.array(((Array) call.result()).element(), call.args());
  }

  /** One NULL array makes the whole NULL. */
  static String concat(Call call) {
    return call.let(
        names -> {
          String all = names.getFirst();
          for (String next : names.subList(1, names.size())) {
            all = Sql.call("list_concat", all, next);
          }
          return Sql.when(String.join(" IS NULL OR ", names) + " IS NULL", "NULL", all);
        });
  }

  private static String join(Call call) {
    if (call.isAny(Scalar.BYTES) || call.type(0).equals(new Array(Scalar.BYTES))) {
      throw call.unsupported("of BYTES");
    }
    if (!call.arg(1).startsWith("'")) {
      throw call.unsupported("with a separator that is no constant");
    }
    String array =
        call.has(2)
            ? "list_transform(%s, lambda e: coalesce(e, %s))".formatted(call.arg(0), call.arg(2))
            : "list_filter(" + call.arg(0) + ", lambda e: e IS NOT NULL)";
    // An empty list joins to NULL in DuckDB.
    return call.let(
        List.of(array, call.arg(1)),
        n ->
            Sql.when(
                "len(%s) = 0 AND %s IS NOT NULL".formatted(n.get(0), n.get(1)),
                "''",
                Sql.call("array_to_string", n.get(0), n.get(1))));
  }

  private static String end(Call call, String index) {
    return call.let(
        n ->
            Sql.when(
                "len(" + n.get(0) + ") = 0",
                call.fail(call.displayName() + " cannot get an element from an empty array"),
                n.get(0) + "[" + index + "]"));
  }

  private static String at(Call call, int toOrdinal, boolean strict) {
    return call.let(
        n -> {
          String ordinal = toOrdinal == 0 ? n.get(1) : "(" + n.get(1) + " + " + toOrdinal + ")";
          String outside = strict ? call.fail("Array index %s is out of bounds", n.get(1)) : "NULL";
          return Sql.when(
              "%2$s IS NOT NULL AND (%1$s < 1 OR %1$s > len(%2$s))".formatted(ordinal, n.get(0)),
              outside,
              n.get(0) + "[" + ordinal + "]");
        });
  }

  private static String generate(Call call) {
    if (!call.result().equals(new Array(Scalar.INT64))) {
      throw call.unsupported("of " + call.type(0));
    }
    return call.let(
        List.of(call.arg(0), call.arg(1), call.argOr(2, "1")),
        n ->
            Sql.when(
                n.get(2) + " = 0",
                call.fail("Sequence step cannot be 0."),
                Sql.call("generate_series", n.get(0), n.get(1), n.get(2))));
  }

  private static String generateDates(Call call) {
    if (call.has(2) && MONTHS.contains(call.part(3))) {
      // Each counts from the one before it: the 31st does not come back after a shorter month.
      throw call.unsupported("of months");
    }
    String step = call.has(2) ? DateParts.interval(call, call.arg(2), call.part(3)) : "to_days(1)";
    String dates =
        "list_transform(generate_series(CAST(%s AS TIMESTAMP), CAST(%s AS TIMESTAMP), %s),"
            .concat(" lambda d: CAST(d AS DATE))");
    return call.has(2)
        ? Exactness.unless(
            call, n -> "(" + n.get(2) + " = 0)", c -> dates.formatted(c.arg(0), c.arg(1), step))
        : dates.formatted(call.arg(0), call.arg(1), step);
  }
}
