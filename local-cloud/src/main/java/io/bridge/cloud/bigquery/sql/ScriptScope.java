package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.Set;

/**
 * What a script made so far for the statements after it.
 *
 * @param variables with their values
 * @param dataset where its temporary tables are; null outside of a script
 * @param tables names of those
 */
public record ScriptScope(List<QueryParameter> variables, String dataset, Set<String> tables) {
  private static final String SESSION = "_SESSION";

  /** Of a statement that stands alone. */
  public static final ScriptScope NONE = new ScriptScope(List.of(), null, Set.of());

  public ScriptScope {
    variables = List.copyOf(variables);
    tables = Set.copyOf(tables);
  }

  /**
   * Whether a name in a statement is that of a temporary table: one that there is, or whatever is
   * said to be in the session.
   *
   * @param path its parts, the last one the table's own name
   */
  public boolean holds(List<String> path) {
    return dataset != null
        && (path.size() == 1 && tables.contains(path.getFirst())
            || path.size() == 2 && path.getFirst().equalsIgnoreCase(SESSION));
  }
}
