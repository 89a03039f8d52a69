package io.bridge.agent.planner;

import java.util.Set;

/** Names of the warehouse as GoogleSQL's identifiers, whatever characters they have. */
final class Identifiers {
  private static final int LONGEST_ALIAS = 60;

  private Identifiers() {}

  /**
   * The name in backticks. What is no letter, digit, underscore, single dash or space is written as
   * an escape, so that no name can end the identifier, open a comment or look like a reference, a
   * parameter or an optional part of a dashboard's SQL.
   */
  static String quote(String name) {
    StringBuilder quoted = new StringBuilder("`");
    name.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('`').toString();
  }

  private static void append(StringBuilder quoted, int c) {
    boolean dash = c == '-' && quoted.charAt(quoted.length() - 1) != '-';
    if (Character.isLetterOrDigit(c) || c == '_' || c == ' ' || dash) {
      quoted.appendCodePoint(c);
    } else {
      quoted.append("\\U%08x".formatted(c));
    }
  }

  /**
   * Name of an output column: the column's own where it is plain, else a neutral one; never one of
   * those taken, which it joins.
   */
  static String alias(String name, String neutral, Set<String> taken) {
    boolean plain = name.matches("[A-Za-z][A-Za-z0-9_]*") && name.length() <= LONGEST_ALIAS;
    String wanted = plain ? name : neutral;
    String alias = wanted;
    for (int n = 2; !taken.add(alias.toLowerCase(java.util.Locale.ROOT)); n++) {
      alias = wanted + "_" + n;
    }
    return alias;
  }
}
