package io.bridge.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement that GoogleSQL does not accept. The message has no position in it. */
public final class SqlProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern POSITION = Pattern.compile("\\s*\\[at (\\d+):(\\d+)]\\s*$");

  /** What is wrong, as far as a caller may want to tell apart. */
  public enum Kind {
    SYNTAX,
    TABLE_NOT_FOUND,
    FUNCTION_NOT_FOUND,
    /** Longer or more deeply nested than can be analyzed. */
    TOO_LARGE,
    /** Right as far as can be told, and of a kind that is not analyzed here. */
    UNSUPPORTED,
    /** Anything else: names, types, rules. */
    INVALID
  }

  private final Kind kind;
  private final int line;
  private final int column;

  /**
   * @param line 1-based; 0 when not known
   * @param column 1-based; 0 when not known
   */
  SqlProblem(Kind kind, String message, int line, int column) {
    super(message);
    this.kind = kind;
    this.line = line;
    this.column = column;
  }

  /** Reads the analyzer's one-line message, which ends in {@code [at line:column]}. */
  static SqlProblem parse(String message) {
    Matcher at = POSITION.matcher(message);
    if (!at.find()) {
      return new SqlProblem(kindOf(message), message, 0, 0);
    }
    String text = message.substring(0, at.start());
    int line = Integer.parseInt(at.group(1));
    return new SqlProblem(kindOf(text), text, line, Integer.parseInt(at.group(2)));
  }

  private static Kind kindOf(String message) {
    if (message.startsWith("Syntax error")) {
      return Kind.SYNTAX;
    }
    if (message.startsWith("Table not found")) {
      return Kind.TABLE_NOT_FOUND;
    }
    return message.startsWith("Function not found") ? Kind.FUNCTION_NOT_FOUND : Kind.INVALID;
  }

  public Kind kind() {
    return kind;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
