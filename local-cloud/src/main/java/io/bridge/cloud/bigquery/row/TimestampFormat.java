package io.bridge.cloud.bigquery.row;

import io.bridge.cloud.http.GoogleError;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a caller wants TIMESTAMP values written. */
public enum TimestampFormat {
  /** Seconds since 1970 as a decimal number with an exponent; Google's default. */
  FLOAT64 {
    @Override
    String text(long micros) {
      if (micros == 0) {
        return "0.0";
      }
      var digits = Long.toString(Math.abs(micros));
      int end = digits.length();
      while (end > 1 && digits.charAt(end - 1) == '0') {
        end--;
      }
      var tail = end == 1 ? "0" : digits.substring(1, end);
      var sign = micros < 0 ? "-" : "";
      return sign + digits.charAt(0) + "." + tail + "E" + (digits.length() - 7);
    }
  },
  /** Microseconds since 1970. */
  INT64 {
    @Override
    String text(long micros) {
      return Long.toString(micros);
    }
  },
  /** {@code 2026-01-31T12:34:56.123456Z}. */
  ISO8601_STRING {
    @Override
    String text(long micros) {
      long seconds = Math.floorDiv(micros, 1_000_000L);
      var at = Instant.ofEpochSecond(seconds, Math.floorMod(micros, 1_000_000L) * 1000);
      return ISO.format(at.atOffset(ZoneOffset.UTC));
    }
  };

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

  abstract String text(long micros);

  /**
   * Reads {@code formatOptions} of a call.
   *
   * @param int64 {@code useInt64Timestamp}, may be null
   * @param output {@code timestampOutputFormat}, may be null
   * @throws GoogleError 400 for values that are none, or both
   */
  public static TimestampFormat of(String int64, String output) {
    boolean micros = "true".equals(int64);
    boolean named = output != null && !output.isEmpty() && !output.startsWith("TIMESTAMP_OUTPUT");
    if (!named) {
      return micros ? INT64 : FLOAT64;
    }
    if (micros) {
      throw GoogleError.invalid("useInt64Timestamp and timestampOutputFormat exclude each other");
    }
    return switch (output) {
      case "FLOAT64" -> FLOAT64;
      case "INT64" -> INT64;
      case "ISO8601_STRING" -> ISO8601_STRING;
      default -> throw GoogleError.invalid("Invalid value for: timestampOutputFormat");
    };
  }
}
