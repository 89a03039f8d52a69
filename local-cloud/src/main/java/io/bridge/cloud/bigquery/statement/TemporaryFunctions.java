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
    var text = new StringBuilder();
    for (var function : made) {
      append(text, function);
      text.append(';');
    }
    append(text, statement);
    return statement.placed(text.toString());
  }

  /** Puts a statement where it is in the script, after what is there before it. */
  private static void append(StringBuilder text, ScriptStatement statement) {
    var lead =
        statement.placed().substring(0, statement.placed().length() - statement.sql().length());
    var indent = lead.substring(lead.lastIndexOf('\n') + 1);
    long lines = lead.chars().filter(c -> c == '\n').count();
    long above = text.chars().filter(c -> c == '\n').count();
    if (lines > above) {
      text.repeat("\n", (int) (lines - above)).append(indent);
    } else {
      int taken = text.length() - text.lastIndexOf("\n") - 1;
      text.append(indent, Math.min(taken, indent.length()), indent.length());
    }
    text.append(statement.sql());
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
