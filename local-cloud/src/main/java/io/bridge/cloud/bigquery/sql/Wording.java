package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a statement fails with while it runs, in BigQuery's words where DuckDB has its own. */
public final class Wording {
  private static final List<Rule> RULES =
      List.of(
          rule("Overflow in \\w+ of INT64 \\((.*)\\)[!;]", m -> "int64 overflow: " + m.group(1)),
          rule("Overflow on abs\\((.*)\\)", m -> "int64 overflow: ABS(" + m.group(1) + ")"),
          rule("Overflow in (\\w+ of DECIMAL( |\\()|HUGEINT addition).*", _ -> "numeric overflow"),
          rule(
              "Overflow in division of (-?\\d+) / (-?\\d+)",
              m -> "int64 overflow: DIV(" + m.group(1) + ", " + m.group(2) + ")"),
          rule(
              "Type DOUBLE with value (\\S+) can't be cast .*(INT64|BIGINT).*",
              m -> "int64 out of range: " + m.group(1)),
          rule(
              "Failed to cast decimal value (\\S+) to type INT64",
              m -> "int64 out of range: " + m.group(1)),
          rule(
              "Casting value \"(.*)\" to type DECIMAL\\(38,9\\) failed.*",
              m -> "numeric out of range: " + m.group(1)),
          rule(
              "More than one row returned by a subquery .*",
              _ -> "Scalar subquery produced more than one element"),
          rule(
              "Failure in decode: could not convert blob to UTF8.*",
              _ -> "Invalid cast of bytes to UTF8 string"),
          rule("INT128 with value (-?\\d+) can't be cast.*", m -> "int64 overflow: " + m.group(1)),
          rule(
              "Could not parse string (\".*\") according to format specifier (\".*\")",
              m -> "Failed to parse input string " + m.group(1) + " with format " + m.group(2)),
          rule("Date out of range: (-?\\d+)-(\\d+)-(\\d+)", Wording::date),
          rule("Unknown TimeZone '(.*)'!", m -> "Invalid time zone: " + m.group(1)),
          rule("Malformed JSON .*", m -> "Invalid JSON text: " + m.group()));

  private Wording() {}

  private record Rule(Pattern pattern, Function<MatchResult, String> words) {}

  private static Rule rule(String pattern, Function<MatchResult, String> words) {
    return new Rule(Pattern.compile(pattern), words);
  }

  private static String date(MatchResult m) {
    return "Invalid date: " + m.group(1) + twoDigits(m.group(2)) + twoDigits(m.group(3));
  }

  private static String twoDigits(String number) {
    return number.length() == 1 ? "-0" + number : "-" + number;
  }

  /** The message itself where there are no better words. */
  public static String of(String message) {
    for (Rule rule : RULES) {
      Matcher found = rule.pattern().matcher(message);
      if (found.find()) {
        return rule.words().apply(found.toMatchResult());
      }
    }
    return message;
  }
}
