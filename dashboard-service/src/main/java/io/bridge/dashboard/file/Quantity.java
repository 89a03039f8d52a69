package io.bridge.dashboard.file;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and bytes as files have them: a number and a unit. */
final class Quantity {
  static final String DURATION_EXAMPLE = "a duration such as 30s, 15m, 1h or 2d";
  static final String BYTES_EXAMPLE = "a number of bytes such as 500MB, 2GiB or 1000000";

  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,8})(s|m|h|d)");
  private static final Pattern BYTES =
      Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,3})?) ?([kKMGT]i?B|B)?");
  private static final Map<String, Integer> SECONDS = new LinkedHashMap<>();

  static {
    SECONDS.put("d", 86_400);
    SECONDS.put("h", 3_600);
    SECONDS.put("m", 60);
    SECONDS.put("s", 1);
  }

  private Quantity() {}

  static Optional<Duration> duration(String text) {
    Matcher match = DURATION.matcher(text);
    return match.matches()
        ? Optional.of(
            Duration.ofSeconds(Long.parseLong(match.group(1)) * SECONDS.get(match.group(2))))
        : Optional.empty();
  }

  /** Decimal units by 1,000, those with an i by 1,024. */
  static Optional<Long> bytes(String text) {
    Matcher match = BYTES.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    BigDecimal bytes = new BigDecimal(match.group(1)).multiply(unit(match.group(2)));
    return bytes.compareTo(BigDecimal.valueOf(1L << 60)) < 0
        ? Optional.of(bytes.longValue())
        : Optional.empty();
  }

  private static BigDecimal unit(String unit) {
    if (unit == null || unit.equals("B")) {
      return BigDecimal.ONE;
    }
    int power = "KMGT".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
    return BigDecimal.valueOf(unit.length() == 3 ? 1024 : 1000).pow(power);
  }

  /** In the largest unit that is exact. */
  static String write(Duration duration) {
    long seconds = duration.toSeconds();
    return SECONDS.entrySet().stream()
        .filter(unit -> seconds % unit.getValue() == 0)
        .findFirst()
        .map(unit -> seconds / unit.getValue() + unit.getKey())
        .orElseThrow();
  }
}
