package io.bridge.cloud.bigquery.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * TIMESTAMP as BigQuery loads it: a civil time with a zone, UTC where it names none, or seconds
 * since 1970 as a number.
 */
final class TimestampText {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[ Tt][0-9:.]+)?)"
              + "(?:\\s*(Z|z|UTC|GMT)|\\s*([+-])([0-9]{1,2})(?::?([0-9]{2}))?"
              + "|\\s+([A-Za-z]+(?:/[A-Za-z_+-]+[0-9]*)+))?");
  private static final Pattern SECONDS =
      Pattern.compile("[+-]?[0-9]{1,15}(?:\\.[0-9]{0,20})?(?:[eE][+]?[0-9]{1,2})?");
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private TimestampText() {}

  /** The moment in UTC; null for what is none. */
  static OffsetDateTime instant(String text) {
    if (SECONDS.matcher(text).matches()) {
      return epochSeconds(new BigDecimal(text));
    }
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    var civil = DateText.dateTime(parts.group(1).replace('/', '-'));
    if (civil == null) {
      return null;
    }
    try {
      if (parts.group(3) != null) {
        return at(civil, offset(parts.group(3), parts.group(4), parts.group(5)));
      }
      return at(civil, parts.group(6) == null ? ZoneOffset.UTC : ZoneId.of(parts.group(6)));
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** Seconds since 1970, rounded to microseconds; null when out of range. */
  static OffsetDateTime epochSeconds(BigDecimal seconds) {
    if (seconds.precision() - seconds.scale() > 18) {
      return null;
    }
    var micros = seconds.movePointRight(6).setScale(0, RoundingMode.HALF_UP);
    if (micros.precision() > 18) {
      return null;
    }
    long value = micros.longValueExact();
    return inRange(
        Instant.ofEpochSecond(
            Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1000L));
  }

  private static OffsetDateTime at(LocalDateTime civil, ZoneId zone) {
    return inRange(civil.atZone(zone).toInstant());
  }

  private static OffsetDateTime inRange(Instant at) {
    return at.isBefore(FIRST) || at.isAfter(LAST) ? null : at.atOffset(ZoneOffset.UTC);
  }

  private static ZoneOffset offset(String sign, String hours, String minutes) {
    int all = Integer.parseInt(hours) * 60 + (minutes == null ? 0 : Integer.parseInt(minutes));
    return ZoneOffset.ofTotalSeconds((sign.equals("-") ? -all : all) * 60);
  }
}
