package io.bridge.sql;

import java.util.List;
import java.util.SortedSet;

/**
 * What a text is made of by the grammar alone, of BigQuery's statements and of all that ZetaSQL
 * knows besides: for code that decides what may be analyzed at all.
 *
 * @param statements kind of each statement in its order, such as {@code Query}, {@code
 *     CreateFunction} or {@code BeginEndBlock}; what comes after something that cannot be read is
 *     not looked at
 * @param constructs kinds of everything in the first statement, such as {@code Select}, {@code
 *     ForSystemTime} or {@code PipeExportData}
 * @param functions path of each function that the first statement calls, as it is written
 * @param tableFunctions the same of functions that give tables
 */
public record SqlShape(
    List<String> statements,
    SortedSet<String> constructs,
    List<List<String>> functions,
    List<List<String>> tableFunctions) {
  public SqlShape {
    statements = List.copyOf(statements);
    functions = List.copyOf(functions);
    tableFunctions = List.copyOf(tableFunctions);
  }
}
