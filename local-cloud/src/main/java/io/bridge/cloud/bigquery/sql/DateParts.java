package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.functions.ZetaSQLDateTime.DateTimestampPart;
import java.util.Locale;

/** Parts of dates and times, over expressions of DuckDB's DATE, TIMESTAMP or TIME. */
final class DateParts {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private DateParts() {}

  static boolean isWeek(DateTimestampPart part) {
    return part == DateTimestampPart.WEEK || part.name().startsWith("WEEK_");
  }

  /** The first day of the week as DuckDB's {@code dow}: Sunday is 0. WEEK alone means Sunday. */
  private static int firstDay(DateTimestampPart part) {
    return switch (part) {
      case WEEK_MONDAY -> 1;
      case WEEK_TUESDAY -> 2;
      case WEEK_WEDNESDAY -> 3;
      case WEEK_THURSDAY -> 4;
      case WEEK_FRIDAY -> 5;
      case WEEK_SATURDAY -> 6;
      default -> 0;
    };
  }

  /** How many days after the first day of its week a date is, an INTEGER. */
  private static String dayOfWeek(String date, DateTimestampPart week) {
    return "CAST((date_part('dow', %s) - %d + 7) %% 7 AS INTEGER)".formatted(date, firstDay(week));
  }

  /** The first day of a date's week, a DATE. */
  static String weekStart(String date, DateTimestampPart week) {
    return "(CAST(%s AS DATE) - %s)".formatted(date, dayOfWeek(date, week));
  }

  static String extract(Call call, String value, DateTimestampPart part) {
    if (isWeek(part)) {
      // Days before the first such weekday of the year are in week 0.
      return "((date_part('doy', %1$s) + 6 - %2$s) // 7)".formatted(value, dayOfWeek(value, part));
    }
    return switch (part) {
      case YEAR, QUARTER, MONTH, DAY, HOUR, MINUTE, SECOND, ISOYEAR -> datePart(part.name(), value);
      case ISOWEEK -> datePart("week", value);
      case DAYOFWEEK -> "(" + datePart("dow", value) + " + 1)";
      case DAYOFYEAR -> datePart("doy", value);
      case MILLISECOND -> "(" + datePart("millisecond", value) + " % 1000)";
      case MICROSECOND -> "(" + datePart("microsecond", value) + " % 1000000)";
      default -> throw unsupported(call, part);
    };
  }

  private static String datePart(String part, String value) {
    return "date_part('%s', %s)".formatted(part.toLowerCase(Locale.ROOT), value);
  }

  /** A TIMESTAMP or DATE cut to the part; the result is a TIMESTAMP. */
  static String truncate(Call call, String value, DateTimestampPart part) {
    if (isWeek(part)) {
      return Sql.cast(weekStart(value, part), "TIMESTAMP");
    }
    return switch (part) {
      case YEAR, QUARTER, MONTH, DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND ->
          truncated(part.name(), value);
      case ISOWEEK -> truncated("week", value);
      case ISOYEAR -> truncated("isoyear", value);
      default -> throw unsupported(call, part);
    };
  }

  private static String truncated(String part, String value) {
    return Sql.cast(
        "date_trunc('%s', %s)".formatted(part.toLowerCase(Locale.ROOT), value), "TIMESTAMP");
  }

  /** Calendar boundaries of the part between two DATEs or TIMESTAMPs. */
  static String difference(Call call, String later, String earlier, DateTimestampPart part) {
    if (isWeek(part)) {
      return "((%s - %s) // 7)".formatted(weekStart(later, part), weekStart(earlier, part));
    }
    return switch (part) {
      case YEAR, QUARTER, MONTH, DAY, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND ->
          "date_diff('%s', %s, %s)".formatted(part.name().toLowerCase(Locale.ROOT), earlier, later);
      case ISOWEEK -> difference(call, later, earlier, DateTimestampPart.WEEK_MONDAY);
      case ISOYEAR ->
          "(date_part('isoyear', %s) - date_part('isoyear', %s))".formatted(later, earlier);
      default -> throw unsupported(call, part);
    };
  }

  /** An INTERVAL of so many parts. */
  static String interval(Call call, String count, DateTimestampPart part) {
    return switch (part) {
      case YEAR -> months(count, 12);
      case QUARTER -> months(count, 3);
      case MONTH -> months(count, 1);
      case WEEK -> days(count, 7);
      case DAY -> days(count, 1);
      default -> "to_microseconds(" + count + " * " + micros(call, part) + ")";
    };
  }

  private static String months(String count, int each) {
    return "to_months(CAST(" + count + " * " + each + " AS INTEGER))";
  }

  private static String days(String count, int each) {
    return "to_days(CAST(" + count + " * " + each + " AS INTEGER))";
  }

  /** The length of a part that has one. */
  static long micros(Call call, DateTimestampPart part) {
    return switch (part) {
      case MICROSECOND -> 1;
      case MILLISECOND -> 1000;
      case SECOND -> MICROS_PER_SECOND;
      case MINUTE -> 60 * MICROS_PER_SECOND;
      case HOUR -> 3600 * MICROS_PER_SECOND;
      case DAY -> 86_400 * MICROS_PER_SECOND;
      default -> throw unsupported(call, part);
    };
  }

  static SqlException unsupported(Call call, DateTimestampPart part) {
    if (part == DateTimestampPart.NANOSECOND || part == DateTimestampPart.PICOSECOND) {
      // ZetaSQL would compute it; BigQuery's times end at microseconds.
      return SqlException.invalid(
          "%s does not support the %s date part".formatted(call.displayName(), part));
    }
    return call.unsupported("with the part " + part);
  }
}
