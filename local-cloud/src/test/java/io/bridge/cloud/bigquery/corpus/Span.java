package io.bridge.cloud.bigquery.corpus;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An INTERVAL by its three parts, which do not turn into each other. */
record Span(long months, long days, long micros) {
  private static final Pattern TEXT =
      Pattern.compile("(-?)(\\d+)-(\\d+) (-?\\d+) (-?)(\\d+):(\\d+):(\\d+(?:\\.\\d+)?)");
  private static final Pattern DUCK_PART =
      Pattern.compile("(-?\\d+) (year|month|day)s?|(-?)(\\d+):(\\d+):(\\d+(?:\\.\\d+)?)");

  /** Reads {@code [-]Y-M [-]D [-]H:M:S[.F]}. */
  static Span parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("Not an INTERVAL: " + text);
    }
    long months = Long.parseLong(m.group(2)) * 12 + Long.parseLong(m.group(3));
    return new Span(
        m.group(1).isEmpty() ? months : -months,
        Long.parseLong(m.group(4)),
        micros(m.group(5), m.group(6), m.group(7), m.group(8)));
  }

  /** Reads what DuckDB writes: {@code 1 year -2 months 3 days 04:05:06.7}. */
  static Span parseDuckDb(String text) {
    Span sum = new Span(0, 0, 0);
    for (Matcher m = DUCK_PART.matcher(text); m.find(); ) {
      sum = sum.plus(part(m));
    }
    return sum;
  }

  private static Span part(Matcher m) {
    return switch (m.group(2)) {
      case null -> new Span(0, 0, micros(m.group(3), m.group(4), m.group(5), m.group(6)));
      case "year" -> new Span(12 * Long.parseLong(m.group(1)), 0, 0);
      case "month" -> new Span(Long.parseLong(m.group(1)), 0, 0);
      default -> new Span(0, Long.parseLong(m.group(1)), 0);
    };
  }

  private Span plus(Span other) {
    return new Span(months + other.months, days + other.days, micros + other.micros);
  }

  private static long micros(String sign, String hours, String minutes, String seconds) {
    long micros =
        (Long.parseLong(hours) * 3600 + Long.parseLong(minutes) * 60) * 1_000_000
            + new BigDecimal(seconds).movePointRight(6).longValueExact();
    return sign.isEmpty() ? micros : -micros;
  }
}
