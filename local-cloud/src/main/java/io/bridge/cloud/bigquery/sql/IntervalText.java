package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.IntervalValue;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An INTERVAL in the two forms that a text has: canonical, and of ISO 8601. */
final class IntervalText {
  private static final String SIGN = "([+-]?)";
  private static final String FRACTION = "(?:\\.\\d{1,6})?";
  private static final Pattern CANONICAL =
      Pattern.compile(
          SIGN
              + "(\\d{1,5})-(\\d{1,9}) ([+-]?\\d{1,7}) "
              + SIGN
              + "(\\d{1,8}):(\\d{1,10}):(\\d{1,12}"
              + FRACTION
              + ")");
  private static final Pattern ISO =
      Pattern.compile(
          "P(?=.)"
              + part("\\d{1,9}", 'Y')
              + part("\\d{1,9}", 'M')
              + part("\\d{1,9}", 'W')
              + part("\\d{1,9}", 'D')
              + "(?:T(?=.)"
              + part("\\d{1,9}", 'H')
              + part("\\d{1,12}", 'M')
              + part("\\d{1,12}" + FRACTION, 'S')
              + ")?");

  private IntervalText() {}

  private static String part(String digits, char unit) {
    return "(?:([+-]?" + digits + ")" + unit + ")?";
  }

  /**
   * Reads {@code [-]Y-M [-]D [-]H:M:S[.F]} or {@code P[n]Y[n]M[n]W[n]DT[n]H[n]M[n]S}.
   *
   * @throws IllegalArgumentException for another text, and for a value out of INTERVAL's range
   */
  static IntervalValue parse(String text) {
    Matcher canonical = CANONICAL.matcher(text);
    if (canonical.matches()) {
      long months = number(canonical, 2) * 12 + number(canonical, 3);
      return value(
          canonical.group(1).equals("-") ? -months : months,
          number(canonical, 4),
          seconds(canonical, 6).multiply(sign(canonical.group(5))));
    }
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return value(
          number(iso, 1) * 12 + number(iso, 2),
          number(iso, 3) * 7 + number(iso, 4),
          seconds(iso, 5));
    }
    throw new IllegalArgumentException();
  }

  private static BigDecimal sign(String sign) {
    return sign.equals("-") ? BigDecimal.ONE.negate() : BigDecimal.ONE;
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  /** Hours, minutes and seconds from a group on. */
  private static BigDecimal seconds(Matcher parts, int group) {
    String seconds = parts.group(group + 2) == null ? "0" : parts.group(group + 2);
    return BigDecimal.valueOf(number(parts, group) * 3600 + number(parts, group + 1) * 60)
        .add(new BigDecimal(seconds));
  }

  private static IntervalValue value(long months, long days, BigDecimal seconds) {
    int wholeMonths = Math.toIntExact(months);
    int wholeDays = Math.toIntExact(days);
    long micros = seconds.movePointRight(6).longValueExact();
    IntervalValue.validateMonths(wholeMonths);
    IntervalValue.validateDays(wholeDays);
    IntervalValue.validateMicros(micros);
    return IntervalValue.builder()
        .setMonths(wholeMonths)
        .setDays(wholeDays)
        .setMicros(micros)
        .setNanoFractions((short) 0)
        .build();
  }
}
