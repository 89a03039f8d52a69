package io.bridge.dashboard.file;

import io.bridge.dashboard.yaml.YamlNode.Text;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value of a parameter may be; the same for defaults and for what a caller sends. */
public final class ParamValue {
  /** Characters of the longest value. */
  public static final int MAX_LENGTH = 1_000;

  private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})");
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private ParamValue() {}

  /** A number that is spelled without a fraction in the file takes whole numbers only. */
  static String sqlType(ParamType type, List<Text> spelled) {
    boolean whole = !spelled.isEmpty() && spelled.stream().allMatch(ParamValue::isWhole);
    return switch (type) {
      case DATERANGE, DATE -> "DATE";
      case NUMBER -> whole ? "INT64" : "FLOAT64";
      case SELECT -> whole ? "INT64" : "STRING";
      case TEXT -> "STRING";
    };
  }

  private static boolean isWhole(Text text) {
    return text.plain() && WHOLE.matcher(text.value()).matches();
  }

  /** Why the parameter cannot take the value; empty where it can. */
  public static Optional<String> problem(ParamSpec param, String value) {
    List<String> options = param.shown().options();
    if (options != null && !options.contains(value)) {
      return Optional.of("is none of the options");
    }
    return switch (param.sqlType()) {
      case "DATE" -> unless(isDate(value), "is no date such as 2026-01-31");
      case "INT64" -> unless(WHOLE.matcher(value).matches(), "is no whole number");
      case "FLOAT64" -> unless(NUMBER.matcher(value).matches(), "is no number");
      default -> unless(isText(value), "is no text of at most " + MAX_LENGTH + " characters");
    };
  }

  private static Optional<String> unless(boolean fits, String problem) {
    return fits ? Optional.empty() : Optional.of(problem);
  }

  private static boolean isText(String value) {
    return value.length() <= MAX_LENGTH && value.indexOf('\0') < 0;
  }

  private static boolean isDate(String value) {
    try {
      return DATE.matcher(value).matches() && LocalDate.parse(value).getYear() > 0;
    } catch (DateTimeException _) {
      return false;
    }
  }
}
