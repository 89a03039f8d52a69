package io.bridge.sql;

import java.util.ArrayList;
import java.util.List;

/** What a statement of the scripting language does. */
public sealed interface ScriptControl {

  /**
   * A part of a script.
   *
   * @param before as many blanks as it takes for the part after them to have its line and column
   */
  record Text(String before, String sql) {}

  /**
   * DECLARE.
   *
   * @param type null for that of the value
   * @param value null for NULL
   */
  record Declare(List<String> names, String type, Text value) implements ScriptControl {}

  /**
   * SET.
   *
   * @param apart whether the value is a struct with a member for each of the names
   */
  record Assign(List<String> names, Text value, boolean apart) implements ScriptControl {}

  /** IF with its ELSEIFs. */
  record Choice(List<Branch> branches, List<ScriptStatement> otherwise) implements ScriptControl {}

  /** BEGIN and END, whose variables end with it. */
  record Block(List<ScriptStatement> statements) implements ScriptControl {}

  /**
   * WHILE, LOOP and REPEAT.
   *
   * @param condition null for a loop that only BREAK ends
   * @param until whether the condition is one to end, and stands after the statements
   */
  record Loop(Text condition, boolean until, List<ScriptStatement> statements)
      implements ScriptControl {}

  /** FOR: once for each row of a query, which is a struct in the variable. */
  record Each(String name, Text query, List<ScriptStatement> statements) implements ScriptControl {}

  /**
   * BREAK and CONTINUE.
   *
   * @param again whether the loop goes on
   */
  record Jump(boolean again) implements ScriptControl {}

  /** Statements under a condition. */
  record Branch(Text condition, List<ScriptStatement> statements) {}

  /** The statements that stand inside of this one. */
  default List<ScriptStatement> inside() {
    return switch (this) {
      case Declare _, Assign _, Jump _ -> List.of();
      case Loop(_, _, var statements) -> statements;
      case Each(_, _, var statements) -> statements;
      case Block(var statements) -> statements;
      case Choice(var branches, var otherwise) -> {
        var all = new ArrayList<ScriptStatement>();
        branches.forEach(branch -> all.addAll(branch.statements()));
        all.addAll(otherwise);
        yield List.copyOf(all);
      }
    };
  }
}
