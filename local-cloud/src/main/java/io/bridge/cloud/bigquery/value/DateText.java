package io.bridge.cloud.bigquery.value;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times of day as BigQuery loads them; each reader gives null for what is none. */
final class DateText {
  private static final String DAY = "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})";
  // Google's client for Node writes nanoseconds, of which it has none.
  private static final String CLOCK =
      "([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\\.([0-9]{0,6})0{0,3})?";
  private static final Pattern DATE = Pattern.compile(DAY);
  private static final Pattern TIME = Pattern.compile(CLOCK);
  private static final Pattern DATETIME = Pattern.compile(DAY + "(?:[ Tt]" + CLOCK + ")?");

  private DateText() {}

  static LocalDate date(String text) {
    var parts = DATE.matcher(text);
    return parts.matches() ? date(parts) : null;
  }

  static LocalTime time(String text) {
    var parts = TIME.matcher(text);
    return parts.matches() ? time(parts, 1) : null;
  }

  static LocalDateTime dateTime(String text) {
    var parts = DATETIME.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    var date = date(parts);
    var time = parts.group(4) == null ? LocalTime.MIDNIGHT : time(parts, 4);
    return date == null || time == null ? null : date.atTime(time);
  }

  private static LocalDate date(Matcher parts) {
    int year = Integer.parseInt(parts.group(1));
    try {
      return year == 0 ? null : LocalDate.of(year, number(parts, 2), number(parts, 3));
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static LocalTime time(Matcher parts, int first) {
    var fraction = parts.group(first + 3);
    int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    try {
      return LocalTime.of(
          number(parts, first), number(parts, first + 1), number(parts, first + 2), nanos);
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }
}
