package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Scalar;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Native SQL where it is exact and the reference implementation for the rest: it then gives the
 * right value, or BigQuery's own error.
 */
final class Exactness {
  /** All values there are of a type; DuckDB's reach further. */
  private static final Map<Scalar, String> RANGES =
      Map.of(
          Scalar.DATE, "DATE '0001-01-01' AND DATE '9999-12-31'",
          Scalar.DATETIME,
              "TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'",
          Scalar.TIMESTAMP,
              "make_timestamptz(-62135596800000000) AND make_timestamptz(253402300799999999)");

  private static final Predicate<String> OFFSET = Pattern.compile("^(UTC)?[+-]").asPredicate();

  private Exactness() {}

  /**
   * @param inexact over the arguments: where the native value may not be right
   */
  static String unless(
      Call call, Function<List<String>, String> inexact, Function<Call, String> natively) {
    return call.let(
        names ->
            Sql.when(
                inexact.apply(names), call.exact(names), natively.apply(call.withArgs(names))));
  }

  /**
   * @param suspect over the native value: where it may not be right
   */
  static String unlessResult(
      Call call, Function<String, String> suspect, Function<Call, String> natively) {
    return call.let(
        names ->
            call.let(
                List.of(natively.apply(call.withArgs(names))),
                value ->
                    Sql.when(
                        suspect.apply(value.getFirst()), call.exact(names), value.getFirst())));
  }

  /** Floats: infinity may be an overflow, which is an error. */
  static String finite(Call call, Function<Call, String> natively) {
    return unlessResult(call, r -> "(isinf(" + r + ") OR isnan(" + r + "))", natively);
  }

  /** Dates and times, from the year 1 to the year 9999. */
  static Emitter ranged(Emitter emitter) {
    return call ->
        call.result() instanceof Scalar type && RANGES.containsKey(type)
            ? unlessResult(
                call, r -> "(" + r + " NOT BETWEEN " + RANGES.get(type) + ")", emitter::emit)
            : emitter.emit(call);
  }

  /** A count of parts that no valid result needs: the sum would overflow in DuckDB's own way. */
  static Emitter near(int count, Emitter emitter) {
    return call ->
        call.is(count, Scalar.INT64)
            ? unless(
                call,
                n -> "(" + n.get(count) + " NOT BETWEEN -4000000 AND 4000000)",
                ranged(emitter)::emit)
            : ranged(emitter).emit(call);
  }

  /** DuckDB knows zones by their names only. */
  static Call requireName(Call call, int zone) {
    if (call.has(zone) && call.constantString(zone).filter(z -> OFFSET.test(z)).isPresent()) {
      throw call.unsupported("with an offset");
    }
    return call;
  }

  /** Zones before 1973 may be some seconds off, which ZetaSQL rounds to minutes. */
  static Emitter zoned(int zone, Emitter emitter) {
    return call ->
        requireName(call, zone).has(zone) && call.is(0, Scalar.TIMESTAMP)
            ? unless(
                call, n -> "(" + n.get(0) + " < make_timestamptz(94694400000000))", emitter::emit)
            : emitter.emit(call);
  }
}
