package io.bridge.cloud.bigquery.sql;

import java.util.regex.Pattern;

/** Bits of DuckDB's SQL. */
final class Sql {
  private static final String LITERAL = "NULL|-?\\d+|'[^']*'";
  private static final Pattern PLAIN =
      Pattern.compile(
          "e|v\\d+|p\\d+\\.a\\d+|%1$s|CAST\\((?:%1$s) AS [^()]+(?:\\(\\d+,\\d+\\))?\\)"
              .formatted(LITERAL));

  private Sql() {}

  /** A string literal. NUL would end the statement's text on its way into the library. */
  static String string(String value) {
    String quoted = "'" + value.replace("'", "''") + "'";
    return quoted.indexOf('\0') < 0 ? quoted : "(" + quoted.replace("\0", "'||chr(0)||'") + ")";
  }

  static String cast(String expression, String type) {
    return "CAST(" + expression + " AS " + type + ")";
  }

  static String call(String function, String... args) {
    return function + "(" + String.join(", ", args) + ")";
  }

  static String when(String condition, String then, String otherwise) {
    return "CASE WHEN " + condition + " THEN " + then + " ELSE " + otherwise + " END";
  }

  /** Whether repeating this text costs nothing and means the same. */
  static boolean isPlain(String expression) {
    return PLAIN.matcher(expression).matches();
  }
}
