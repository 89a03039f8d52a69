package io.bridge.cloud.bigquery.statement;

import io.bridge.sql.ScriptStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Functions that a script made so far: each statement that may call them is told them anew. */
final class TemporaryFunctions {
  private static final String TYPE = "CREATE_FUNCTION";
  private static final Set<String> CALLERS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "CREATE_TABLE_AS_SELECT", TYPE);

  private final List<ScriptStatement> made = new ArrayList<>();

  /** Whether a statement makes one. */
  static boolean makes(ScriptStatement statement) {
    return statement.temporary() && statement.type().equals(TYPE);
  }

  void add(ScriptStatement function) {
    made.add(function);
  }

  /** The statement with the functions before it, each where it is in the script. */
  ScriptStatement before(ScriptStatement statement) {
    if (made.isEmpty() || !CALLERS.contains(statement.type())) {
      return statement;
    }
    var text = new StringBuilder(statement.placed());
    for (var function : made) {
      int end = function.placed().length();
      text.replace(end - function.sql().length(), end, function.sql());
      // Where its own semicolon was, or a blank after it.
      text.setCharAt(text.indexOf(" ", end), ';');
    }
    return statement.placed(text.toString());
  }

  /** An expression with the functions before it. */
  Expression before(Expression expression) {
    var expressed = expression;
    for (var function : made.reversed()) {
      expressed = expressed.below(function.sql() + "\n;\n");
    }
    return expressed;
  }
}
