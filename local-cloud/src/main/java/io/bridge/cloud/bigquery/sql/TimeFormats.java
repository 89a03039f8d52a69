package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Scalar;
import java.util.Locale;
import java.util.Map;

/** FORMAT_… and PARSE_…, whose format elements are translated one by one. */
final class TimeFormats {
  private static final String FORMATTED = "YmdHMSjaAbBpIyUWwuVG";
  private static final String PARSED = "YmdHMSjbBpI";
  private static final Map<Character, String> OTHERS =
      Map.of(
          'F', "%Y-%m-%d",
          'T', "%H:%M:%S",
          'R', "%H:%M",
          'D', "%m/%d/%y",
          'x', "%m/%d/%y",
          'X', "%H:%M:%S",
          'h', "%b",
          'n', "\n",
          't', "\t");

  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("format_date", TimeFormats::format),
          entry("format_datetime", TimeFormats::format),
          entry("format_time", TimeFormats::format),
          entry("format_timestamp", TimeFormats::format),
          entry("parse_date", call -> Sql.cast(parsedDay(call), "DATE")),
          entry("parse_datetime", TimeFormats::parsedDay),
          entry("parse_time", call -> Sql.cast(parsed(call), "TIME")),
          entry("parse_timestamp", TimeFormats::parseTimestamp));

  private TimeFormats() {}

  private static String format(Call call) {
    String format = Sql.string(translate(call, false));
    if (call.is(1, Scalar.TIME)) {
      return Sql.call("strftime", "(DATE '1970-01-01' + " + call.arg(1) + ")", format);
    }
    // Years of three digits have no zero before them, and old zones have seconds.
    Exactness.requireName(call, 2);
    String since = call.has(2) ? "1973-01-01" : "1000-01-01";
    return Exactness.unless(
        call,
        n -> "(" + TimestampFunctions.civil(call.withArgs(n), 1, 2) + " < '" + since + "')",
        c -> Sql.call("strftime", TimestampFunctions.civil(c, 1, 2), format));
  }

  private static String parsed(Call call) {
    return Sql.call("strptime", call.arg(1), Sql.string(translate(call, true)));
  }

  private static String parseTimestamp(Call call) {
    if (call.is(2, Scalar.INT64)) {
      throw call.unsupported("with a precision");
    }
    return Sql.call("timezone", Exactness.requireName(call, 2).argOr(2, "'UTC'"), parsedDay(call));
  }

  /** What a text does not say is of 1970 for BigQuery, and of 1900 for DuckDB. */
  private static String parsedDay(Call call) {
    if (!translate(call, true).toLowerCase(Locale.ROOT).contains("%y")) {
      throw call.unsupported("with a format without a year");
    }
    return parsed(call);
  }

  private static String translate(Call call, boolean parsing) {
    String format = call.requireString(0, "format");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      String element = element(format, i + 1, parsing);
      if (element == null) {
        throw call.unsupported("with the format " + format);
      }
      text.append(element);
      i++;
    }
    return text.toString();
  }

  private static String element(String format, int at, boolean parsing) {
    if (at >= format.length()) {
      return null;
    }
    char c = format.charAt(at);
    if (c == '%') {
      return "%%";
    }
    if ((parsing ? PARSED : FORMATTED).indexOf(c) >= 0) {
      return "%" + c;
    }
    return parsing && "Dxc".indexOf(c) >= 0 ? null : OTHERS.get(c);
  }
}
