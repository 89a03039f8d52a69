package io.bridge.cloud.scheduler;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A schedule in unix-cron's five fields: minute, hour, day of month, month, day of week. When both
 * days are restricted, either is enough, as in every cron. A time of the wall clock that a change
 * of its offset leaves out does not come, one that it repeats comes twice.
 */
final class Cron {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /** 29 February comes at least once in eight years, also around 2100. */
  private static final int YEARS_TO_SEARCH = 9;

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final boolean eitherDay;

  private Cron(String[] fields) {
    this.minutes = values(fields[0], 0, 59, List.of());
    this.hours = values(fields[1], 0, 23, List.of());
    this.daysOfMonth = values(fields[2], 1, 31, List.of());
    this.months = values(fields[3], 1, 12, MONTHS);
    this.daysOfWeek = sundayAsZero(values(fields[4], 0, 7, DAYS));
    this.eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
  }

  /**
   * @throws IllegalArgumentException naming the field that is wrong, or when the schedule never
   *     comes
   */
  static Cron parse(String text) {
    String[] fields = text.strip().split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException("A schedule has five fields: '" + text + "'");
    }
    Cron cron = new Cron(fields);
    cron.next(Instant.EPOCH, ZoneOffset.UTC);
    return cron;
  }

  /** The first time strictly after {@code after}, on a full minute of the zone's wall clock. */
  Instant next(Instant after, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime from = minuteOf(after, offset).plusMinutes(1);
    ZoneOffsetTransition change = rules.nextTransition(after);
    Instant next = next(from).toInstant(offset);
    while (change != null && !next.isBefore(change.getInstant())) {
      offset = change.getOffsetAfter();
      next = next(change.getDateTimeAfter()).toInstant(offset);
      change = rules.nextTransition(change.getInstant());
    }
    return next;
  }

  private static LocalDateTime minuteOf(Instant time, ZoneOffset offset) {
    return LocalDateTime.ofInstant(time, offset).truncatedTo(ChronoUnit.MINUTES);
  }

  private LocalDateTime next(LocalDateTime from) {
    LocalDateTime time = from;
    LocalDateTime end = time.plusYears(YEARS_TO_SEARCH);
    while (time.isBefore(end)) {
      if (!months.get(time.getMonthValue())) {
        time = time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).plusMonths(1);
      } else if (!isOnDay(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hours.get(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.get(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return time;
      }
    }
    throw new IllegalArgumentException("The schedule never comes");
  }

  private boolean isOnDay(LocalDateTime time) {
    boolean monthDay = daysOfMonth.get(time.getDayOfMonth());
    boolean weekDay = daysOfWeek.get(time.getDayOfWeek().getValue() % 7);
    return eitherDay ? monthDay || weekDay : monthDay && weekDay;
  }

  private static BitSet sundayAsZero(BitSet days) {
    days.set(0, days.get(0) || days.get(7));
    return days;
  }

  private static BitSet values(String field, int min, int max, List<String> names) {
    BitSet values = new BitSet();
    for (String item : field.split(",", -1)) {
      addItem(values, item, new Range(min, max, names));
    }
    return values;
  }

  private static void addItem(BitSet values, String item, Range range) {
    String[] stepped = item.split("/", -1);
    int step = stepped.length == 1 ? 1 : range.number(stepped[1]);
    String[] ends = stepped[0].split("-", -1);
    if (stepped.length > 2 || ends.length > 2 || step < 1) {
      throw range.wrong(item);
    }
    boolean all = stepped[0].equals("*");
    int from = all ? range.min : range.value(ends[0]);
    int to =
        all || (ends.length == 1 && stepped.length == 2)
            ? range.max
            : range.value(ends[ends.length - 1]);
    if (from > to) {
      throw range.wrong(item);
    }
    for (int value = from; value <= to; value += step) {
      values.set(value);
    }
  }

  private record Range(int min, int max, List<String> names) {
    int value(String text) {
      int named = names.indexOf(text.toUpperCase(Locale.ROOT));
      // Months are named from 1, days of the week from 0.
      int value = named >= 0 ? named + min : number(text);
      if (value < min || value > max) {
        throw wrong(text);
      }
      return value;
    }

    int number(String text) {
      if (!text.matches("[0-9]{1,4}")) {
        throw wrong(text);
      }
      return Integer.parseInt(text);
    }

    IllegalArgumentException wrong(String text) {
      return new IllegalArgumentException(
          "'" + text + "' is no part of a schedule field with values " + min + " to " + max);
    }
  }
}
