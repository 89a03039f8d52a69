package io.bridge.sql;

import java.util.List;
import java.util.stream.Stream;

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
 * @param control what it does, for one of the scripting language that is known; else null
 */
public record ScriptStatement(
    String type,
    String sql,
    String placed,
    List<String> target,
    boolean temporary,
    ScriptControl control) {

  /** Whether this is a query. */
  public boolean isQuery() {
    return type.equals("SELECT");
  }

  /** The same with another text before it, in the place of blanks. */
  public ScriptStatement placed(String text) {
    return new ScriptStatement(type, sql, text, target, temporary, control);
  }

  /** This statement and all that stand inside of it, at any depth. */
  public Stream<ScriptStatement> flat() {
    return control == null
        ? Stream.of(this)
        : Stream.concat(Stream.of(this), control.inside().stream().flatMap(ScriptStatement::flat));
  }
}
