package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.warehouse.Failure;
import io.bridge.sql.ScriptControl;
import io.bridge.sql.ScriptStatement;
import java.util.regex.Pattern;

/**
 * The query that computes an expression of a script, and whether its value is NULL.
 *
 * @param shift columns by which the first line is further right than in the script
 * @param lines by which all of it is further down
 */
record Expression(ScriptStatement query, int shift, int lines) {
  /** How the message begins where a value is not of the type that it should have. */
  static final String NOT_OF_TYPE = "No matching signature for function IF";

  private static final String HEAD = "SELECT v, v IS NULL AS absent FROM (SELECT ";
  private static final Pattern PLACE = Pattern.compile(" at \\[(\\d+):(\\d+)]");
  private static final String TAIL = ") AS v)";

  /** A value of its own type. */
  static Expression of(ScriptControl.Text text) {
    return of(text, "(", "");
  }

  /** A value that has that type, or one that coerces to it. */
  static Expression of(ScriptControl.Text text, String type) {
    return of(text, "IF(FALSE, CAST(NULL AS " + type + "), (", ")");
  }

  /** NULL of a type. */
  static Expression ofNothing(String type) {
    return of(new ScriptControl.Text("", "NULL"), "CAST(", " AS " + type);
  }

  /** The rows of a query as an array. */
  static Expression ofRows(ScriptControl.Text query) {
    return of(query, "ARRAY(SELECT AS STRUCT * FROM (", ")");
  }

  private static Expression of(ScriptControl.Text text, String before, String after) {
    String head = HEAD + before;
    String blanks = text.before();
    boolean fits = blanks.contains("\n") || blanks.length() >= head.length();
    String placed = blanks.contains("\n") ? head + blanks : head + rest(blanks, head.length());
    // The expression may end in a comment.
    String sql = placed + text.sql() + "\n" + after + TAIL;
    return new Expression(
        new ScriptStatement("SELECT", text.sql(), sql, null, false, null),
        fits ? 0 : head.length() - blanks.length(),
        0);
  }

  /** The same with a text above it, which ends in a line break. */
  Expression below(String text) {
    var placed =
        new ScriptStatement("SELECT", query.sql(), text + query.placed(), null, false, null);
    return new Expression(placed, shift, lines + (int) text.lines().count());
  }

  /** A failure where it is in the script. */
  Failure placed(Failure failure) {
    var at = PLACE.matcher(failure.message());
    if (!at.find()) {
      return failure;
    }
    int line = Integer.parseInt(at.group(1)) - lines;
    int column = Integer.parseInt(at.group(2)) - (line == 1 ? shift : 0);
    var place = " at [" + line + ":" + column + "]";
    return new Failure(failure.reason(), at.replaceFirst(place), failure.location());
  }

  private static String rest(String blanks, int taken) {
    return blanks.length() > taken ? blanks.substring(taken) : "";
  }
}
