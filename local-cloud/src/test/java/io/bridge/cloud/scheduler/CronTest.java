package io.bridge.cloud.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *           | 2026-03-01T10:00:00Z | 2026-03-01T10:01:00Z
          * * * * *           | 2026-03-01T10:00:59Z | 2026-03-01T10:01:00Z
          */15 * * * *        | 2026-03-01T10:46:00Z | 2026-03-01T11:00:00Z
          5/20 * * * *        | 2026-03-01T10:05:00Z | 2026-03-01T10:25:00Z
          0 9-17/4 * * *      | 2026-03-01T13:00:00Z | 2026-03-01T17:00:00Z
          30 2 * * *          | 2026-12-31T23:00:00Z | 2027-01-01T02:30:00Z
          0 0 1 JAN *         | 2026-03-01T00:00:00Z | 2027-01-01T00:00:00Z
          0 0 29 2 *          | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z
          0 0 31 * *          | 2026-04-01T00:00:00Z | 2026-05-31T00:00:00Z
          0 0 * * MON-FRI     | 2026-03-06T12:00:00Z | 2026-03-09T00:00:00Z
          0 0 * * 7           | 2026-03-02T00:00:00Z | 2026-03-08T00:00:00Z
          0 0 * * sun,wed     | 2026-03-02T00:00:00Z | 2026-03-04T00:00:00Z
          0 0 13 * FRI        | 2026-03-01T00:00:00Z | 2026-03-06T00:00:00Z
          0 0 13 * FRI        | 2026-03-12T00:00:00Z | 2026-03-13T00:00:00Z
          0 0 */10 * FRI      | 2026-03-01T00:00:00Z | 2026-05-01T00:00:00Z
          10,20,30 * * * *    | 2026-03-01T10:20:00Z | 2026-03-01T10:30:00Z
          """)
  void comesNextAt(String schedule, Instant after, Instant next) {
    assertEquals(next, Cron.parse(schedule).next(after, ZoneOffset.UTC));
  }

  /** Berlin leaves out two to three on 29 March and repeats it on 25 October 2026. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *   | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
          30 2 * * *   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
          30 2 * * *   | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
          30 2 * * *   | 2026-10-25T01:30:00Z | 2026-10-26T01:30:00Z
          */30 * * * * | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z
          0 3 * * *    | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z
          0 9 * * MON  | 2026-03-01T00:00:00Z | 2026-03-02T08:00:00Z
          0 9 1 7 *    | 2026-03-01T00:00:00Z | 2026-07-01T07:00:00Z
          """)
  void comesByTheWallClockOfItsZone(String schedule, Instant after, Instant next) {
    assertEquals(next, Cron.parse(schedule).next(after, ZoneId.of("Europe/Berlin")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5-1 * * * *",
        "a * * * *",
        "1-2-3 * * * *",
        "1/2/3 * * * *",
        "-1 * * * *",
        "1, * * * *",
        "0 0 30 2 *",
        "* * * MON *",
        "99999 * * * *"
      })
  void refusesWhatIsNoSchedule(String schedule) {
    assertThrows(IllegalArgumentException.class, () -> Cron.parse(schedule));
  }

  @Test
  void shortensEveryIntervalByTheScale() {
    Instant now = Instant.parse("2026-03-01T10:00:30Z");
    Cron everyMinute = Cron.parse("* * * * *");

    assertEquals(now.plusMillis(600), new Timetable(everyMinute, ZoneOffset.UTC, 0.01).next(now));
    assertEquals(
        Instant.parse("2026-03-01T10:01:00Z"),
        new Timetable(everyMinute, ZoneOffset.UTC, 1.0).next(now));
    assertEquals(
        now.plusSeconds(36),
        new Timetable(Cron.parse("0 * * * *"), ZoneOffset.UTC, 0.01).next(now));
  }
}
