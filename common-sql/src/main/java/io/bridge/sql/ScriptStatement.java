package io.bridge.sql;

import java.util.List;

/**
 * One statement of a text that may hold several.
 *
 * @param type in BigQuery's words: {@code SELECT}, {@code CREATE_TABLE_AS_SELECT}, {@code
 *     DROP_VIEW}, …; for a statement of the scripting language its name in the grammar, such as
 *     {@code IF} or {@code VARIABLE_DECLARATION}
 * @param sql the statement alone, without its semicolon
 * @param placed the statement with as many blanks before it as it takes for its line and column to
 *     be those that it has in the whole text
 * @param target path of the table, view or dataset that the statement makes, changes or takes away,
 *     as it is written; null for one that does none of it
 * @param temporary whether what it makes ends with the script
 */
public record ScriptStatement(
    String type, String sql, String placed, List<String> target, boolean temporary) {

  /** Whether this is a query. */
  public boolean isQuery() {
    return type.equals("SELECT");
  }
}
