package io.bridge.cloud.bigquery.sql;

import static java.util.Map.entry;

import io.bridge.sql.SqlType.Scalar;
import java.util.Map;

/** Regular expressions: RE2 on both sides. */
final class RegexFunctions {
  static final Map<String, Emitter> EMITTERS =
      Map.ofEntries(
          entry("regexp_contains", RegexFunctions::contains),
          entry("regexp_extract", RegexFunctions::extract),
          entry("regexp_extract_all", RegexFunctions::extractAll),
          entry("regexp_replace", RegexFunctions::replace));

  private RegexFunctions() {}

  private static void requireText(Call call) {
    if (call.isAny(Scalar.BYTES)) {
      throw call.unsupported("of BYTES");
    }
  }

  private static String contains(Call call) {
    requireText(call);
    return Sql.call("regexp_matches", call.arg(0), call.arg(1));
  }

  /** Without a match it is NULL for BigQuery and empty for DuckDB. */
  private static String extract(Call call) {
    requireText(call);
    if (call.size() > 2) {
      throw call.unsupported("with a position or an occurrence");
    }
    int group = group(call);
    Emitter natively =
        c ->
            Sql.when(
                Sql.call("regexp_matches", c.arg(0), c.arg(1)),
                Sql.call("regexp_extract", c.arg(0), c.arg(1), String.valueOf(group)),
                "NULL");
    // A group that takes no part in the match is NULL; DuckDB's is empty.
    return group == 0
        ? call.let(n -> natively.emit(call.withArgs(n)))
        : Exactness.unlessResult(call, r -> "(" + r + " = '')", natively::emit);
  }

  private static String extractAll(Call call) {
    requireText(call);
    int group = group(call);
    Emitter natively =
        c -> Sql.call("regexp_extract_all", c.arg(0), c.arg(1), String.valueOf(group));
    // The same for what matches nothing, and where an empty match follows another.
    return Exactness.unlessResult(
        call,
        r -> "(len(%1$s) > list_count(%1$s) OR list_contains(%1$s, ''))".formatted(r),
        natively::emit);
  }

  private static String replace(Call call) {
    requireText(call);
    return Sql.call("regexp_replace", call.arg(0), call.arg(1), call.arg(2), "'g'");
  }

  /** What is extracted is the one group that the pattern may have, or the whole match. */
  private static int group(Call call) {
    int groups = groups(call.requireString(1, "pattern"));
    if (groups > 1) {
      throw SqlException.invalid(
          "Regular expression passed to %s has more than one capturing group"
              .formatted(call.displayName()));
    }
    return groups;
  }

  static int groups(String pattern) {
    int groups = 0;
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i++;
        case '[' -> {
          if (!inClass) {
            inClass = true;
            i += afterClassStart(pattern, i);
          }
        }
        case ']' -> inClass = false;
        case '(' -> groups += !inClass && captures(pattern, i) ? 1 : 0;
        default -> {}
      }
    }
    return groups;
  }

  /** A closing bracket that stands first in a class is a member of it. */
  private static int afterClassStart(String pattern, int at) {
    if (pattern.startsWith("^]", at + 1)) {
      return 2;
    }
    return pattern.startsWith("]", at + 1) ? 1 : 0;
  }

  private static boolean captures(String pattern, int at) {
    return !pattern.startsWith("(?", at)
        || pattern.startsWith("(?P<", at)
        || pattern.startsWith("(?<", at);
  }
}
