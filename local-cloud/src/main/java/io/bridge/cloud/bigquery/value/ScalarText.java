package io.bridge.cloud.bigquery.value;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.http.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One scalar in the text forms that BigQuery loads. A value is {@code Long}, {@code Double}, {@code
 * BigDecimal} (in the field's scale), {@code Boolean}, {@code String} (JSON too), {@code byte[]},
 * {@code LocalDate}, {@code LocalDateTime}, {@code LocalTime} or {@code OffsetDateTime} (UTC).
 */
public final class ScalarText {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,40}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,9})?");
  private static final Pattern INFINITE = Pattern.compile("([+-]?)inf(?:inity)?");
  private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "1");
  private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "0");

  /** Digits on either side of the point of the widest BIGNUMERIC, and some to spare. */
  private static final int MAX_DIGITS = 80;

  private ScalarText() {}

  /**
   * Reads a text.
   *
   * @param field not REPEATED and no STRUCT
   * @throws BadValue when it is no value of the field's type
   */
  public static Object parse(Field field, String text) {
    if (field.type().equals("STRING")) {
      return string(field, text);
    }
    var bare = text.strip();
    var value =
        switch (field.type()) {
          case "INT64" -> integer(bare);
          case "FLOAT64" -> real(bare);
          case "NUMERIC", "BIGNUMERIC" -> decimal(field, bare);
          case "BOOL" -> bool(bare);
          case "BYTES" -> bytes(field, bare);
          case "DATE" -> DateText.date(bare);
          case "DATETIME" -> DateText.dateTime(bare);
          case "TIME" -> DateText.time(bare);
          case "TIMESTAMP" -> TimestampText.instant(bare);
          case "JSON" -> json(bare);
          default -> throw new IllegalArgumentException("No scalar: " + field.type());
        };
    if (value == null) {
      throw bad(field, text);
    }
    return value;
  }

  /** The refusal of a value of a field. */
  static BadValue bad(Field field, String value) {
    return new BadValue("Could not convert value to " + word(field), "", value);
  }

  private static String word(Field field) {
    return switch (field.type()) {
      case "INT64" -> "integer";
      case "FLOAT64" -> "double";
      case "BOOL" -> "boolean";
      default -> field.type().toLowerCase(Locale.ROOT);
    };
  }

  private static Long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Double real(String text) {
    var infinite = INFINITE.matcher(text.toLowerCase(Locale.ROOT));
    if (infinite.matches()) {
      return infinite.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : Double.valueOf(value);
  }

  private static BigDecimal decimal(Field field, String text) {
    return DECIMAL.matcher(text).matches() ? decimal(field, new BigDecimal(text)) : null;
  }

  /** Rounded half away from zero to the scale; null when it has too many digits then. */
  static BigDecimal decimal(Field field, BigDecimal value) {
    // Before any arithmetic: 1e999999999 would be written out.
    long whole = (long) value.precision() - value.scale();
    if (value.signum() != 0 && whole > MAX_DIGITS) {
      return null;
    }
    var limits = NumericLimits.of(field);
    var small = value.signum() == 0 || whole < -MAX_DIGITS ? BigDecimal.ZERO : value;
    var rounded = small.setScale(limits.scale(), RoundingMode.HALF_UP);
    return limits.contain(rounded) ? rounded : null;
  }

  private static Boolean bool(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower)) {
      return true;
    }
    return FALSE.contains(lower) ? Boolean.FALSE : null;
  }

  private static String string(Field field, String text) {
    fits(field, text.codePointCount(0, text.length()));
    return text;
  }

  private static byte[] bytes(Field field, String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
    fits(field, bytes.length);
    return bytes;
  }

  private static void fits(Field field, int length) {
    if (field.isBounded() && length > field.precision()) {
      var message = "Field %s: %s(%d) has maximum length %3$d but got a value with length %d";
      throw new BadValue(
          message.formatted(field.name(), field.type(), field.precision(), length), "", null);
    }
  }

  private static String json(String text) {
    try {
      var node = Json.MAPPER.readTree(text);
      return node.isMissingNode() ? null : node.toString();
    } catch (JsonProcessingException _) {
      return null;
    }
  }
}
