package io.bridge.dashboard.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds names without a dataset behind FROM and JOIN. Where a query of that name stands in front,
 * they would mean the query without anybody saying so.
 */
final class BareTables {
  private static final Set<String> BEFORE = Set.of("from", "join");

  private BareTables() {}

  /** A name and where it is in the SQL. */
  record Bare(String name, int at) {}

  static List<Bare> of(String sql) {
    List<Bare> found = new ArrayList<>();
    boolean awaited = false;
    int i = SqlText.skipSpace(sql, 0);
    while (i < sql.length()) {
      int end = end(sql, i);
      int next = SqlText.skipSpace(sql, end);
      if (awaited && isName(sql, i, next)) {
        found.add(new Bare(sql.substring(i, end).replace("`", ""), i));
      }
      awaited = BEFORE.contains(sql.substring(i, end).toLowerCase(Locale.ROOT));
      i = next;
    }
    return found;
  }

  private static boolean isName(String sql, int i, int next) {
    boolean name = sql.charAt(i) == '`' || SqlText.endOfWord(sql, i) > i;
    return name && (next >= sql.length() || ".(".indexOf(sql.charAt(next)) < 0);
  }

  private static int end(String sql, int i) {
    int quiet = SqlText.skipQuiet(sql, i);
    return quiet > i ? quiet : Math.max(i + 1, SqlText.endOfWord(sql, i));
  }
}
