package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.SqlType.Scalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement's functions know of its run: who asked, and one point in time for all of them.
 * Neither these functions nor random ones ever go to the reference implementation, which has a
 * clock and a user of its own.
 *
 * @param user the caller's email; null where nobody is known
 * @param nowMicros since 1970
 */
record Session(String user, long nowMicros) {
  private static final Set<String> RANDOM = Set.of("rand", "generate_uuid");
  private static final Set<String> OF_THE_RUN =
      Set.of(
          "session_user", "current_date", "current_datetime", "current_time", "current_timestamp");

  static Session now(String user) {
    return new Session(user, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
  }

  /** Whether the function's value depends on more than its arguments. */
  static boolean isVolatile(String function) {
    return RANDOM.contains(function) || OF_THE_RUN.contains(function);
  }

  /** Whether the function's value differs from one call to the next. */
  static boolean isRandom(String function) {
    return RANDOM.contains(function);
  }

  /** Whether a run's time or caller is part of the function's value. */
  static boolean isOfTheRun(String function) {
    return OF_THE_RUN.contains(function);
  }

  /** The call's value for this run, where it depends on it. */
  Optional<String> write(Call call) {
    return OF_THE_RUN.contains(call.name()) ? Optional.of(value(call)) : Optional.empty();
  }

  private String value(Call call) {
    return switch (call.name()) {
      case "session_user" -> user(call);
      case "current_timestamp" -> timestamp();
      case "current_datetime" -> civil(call);
      case "current_date" -> Sql.cast(civil(call), Fields.duck(Scalar.DATE));
      case "current_time" -> Sql.cast(civil(call), Fields.duck(Scalar.TIME));
      default -> throw call.unsupported();
    };
  }

  /** DuckDB knows zones by their names only. */
  private static Optional<ZoneOffset> offset(String zone) {
    try {
      return Optional.of(ZoneOffset.of(zone));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private String user(Call call) {
    if (user == null) {
      throw call.unsupported("without a caller");
    }
    return Sql.string(user);
  }

  private String timestamp() {
    return Literals.timestamp(nowMicros);
  }

  /** What the clock shows in the zone that the first argument may name. */
  private String civil(Call call) {
    Optional<ZoneOffset> offset = call.constantString(0).flatMap(Session::offset);
    if (offset.isPresent()) {
      long micros = nowMicros + offset.get().getTotalSeconds() * 1_000_000L;
      return Sql.call("timezone", "'UTC'", Literals.timestamp(micros));
    }
    return Sql.call("timezone", Exactness.requireName(call, 0).argOr(0, "'UTC'"), timestamp());
  }
}
