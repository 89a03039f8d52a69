package io.bridge.dashboard.file;

/** The little that Bridge itself has to know of GoogleSQL's words. */
public final class SqlText {
  private SqlText() {}

  /** Index behind the string, quoted name or comment that begins here; the same where none does. */
  public static int skipQuiet(String sql, int from) {
    if (sql.startsWith("--", from) || sql.startsWith("#", from)) {
      return endOf(sql, "\n", from);
    }
    if (sql.startsWith("/*", from)) {
      return endOf(sql, "*/", from + 2);
    }
    char c = from < sql.length() ? sql.charAt(from) : 0;
    return c == '\'' || c == '"' || c == '`' ? skipQuoted(sql, from, c) : from;
  }

  /** A backslash hides the next character in every kind of string, raw ones included. */
  private static int skipQuoted(String sql, int from, char quote) {
    String one = String.valueOf(quote);
    boolean three = quote != '`' && sql.startsWith(one.repeat(3), from);
    String end = three ? one.repeat(3) : one;
    int i = from + end.length();
    while (i < sql.length() && !sql.startsWith(end, i)) {
      i += sql.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(sql.length(), i + end.length());
  }

  /** Index behind the word that begins here; the same where none does. */
  public static int endOfWord(String sql, int from) {
    int i = from;
    while (i < sql.length() && isWord(sql.charAt(i), i == from)) {
      i++;
    }
    return i;
  }

  /** Index of the first character that is neither space nor comment. */
  public static int skipSpace(String sql, int from) {
    int i = from;
    while (i < sql.length()) {
      int next = isComment(sql, i) ? skipQuiet(sql, i) : i;
      if (next == i && !Character.isWhitespace(sql.charAt(i))) {
        return i;
      }
      i = Math.max(next, i + 1);
    }
    return i;
  }

  private static boolean isComment(String sql, int i) {
    return sql.startsWith("--", i) || sql.startsWith("#", i) || sql.startsWith("/*", i);
  }

  private static boolean isWord(char c, boolean first) {
    boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    return letter || !first && c >= '0' && c <= '9';
  }

  private static int endOf(String sql, String mark, int from) {
    int end = sql.indexOf(mark, from);
    return end < 0 ? sql.length() : end + mark.length();
  }
}
