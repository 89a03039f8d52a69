package io.bridge.dashboard.query;

import io.bridge.dashboard.file.SqlText;
import java.util.ArrayList;
import java.util.List;

/**
 * Names in backticks. BigQuery takes one with dots for a path, the analyzer for one word: a common
 * table expression of such a name would hide a table from the one and not from the other.
 */
final class QuotedNames {
  private QuotedNames() {}

  /** Fails where a name with dots is not one of these tables, or the beginning or end of one. */
  static void requireTables(String sql, List<String> tables) {
    for (String name : of(sql)) {
      boolean plain = name.indexOf('\\') < 0;
      if (!plain || name.indexOf('.') >= 0 && tables.stream().noneMatch(it -> has(it, name))) {
        throw Rule.TABLES.refuse("The name `" + name + "` is no table");
      }
    }
  }

  private static boolean has(String table, String name) {
    return ("." + table + ".").contains("." + name + ".");
  }

  private static List<String> of(String sql) {
    List<String> found = new ArrayList<>();
    int i = 0;
    while (i < sql.length()) {
      int end = SqlText.skipQuiet(sql, i);
      if (end > i + 1 && sql.charAt(i) == '`') {
        found.add(sql.substring(i + 1, end - 1));
      }
      i = Math.max(end, i + 1);
    }
    return found;
  }
}
