package io.bridge.sql;

import com.google.zetasql.SimpleTable;
import com.google.zetasql.Table;
import com.google.zetasql.Type;
import com.google.zetasql.Value;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedSystemVariable;
import java.util.Map;

/**
 * The door to ZetaSQL's own tree, for code that generates another dialect from it and for nothing
 * else: what such code sees here changes with ZetaSQL's version.
 *
 * <p>In 2025.09.1 {@code debugString()} of its nodes and values fails; read the getters.
 */
public final class ResolvedTree {
  private final ResolvedStatement statement;
  private final Map<Long, SqlTable> tables;

  /**
   * @param tables the caller's tables by the id that ZetaSQL's table carries
   */
  ResolvedTree(ResolvedStatement statement, Map<Long, SqlTable> tables) {
    this.statement = statement;
    this.tables = Map.copyOf(tables);
  }

  public ResolvedStatement statement() {
    return statement;
  }

  /** The caller's table behind a table of the tree. */
  public SqlTable table(Table table) {
    return tables.get(((SimpleTable) table).getId());
  }

  /** The value of a literal that stands in the tree as a variable, as some of DATE do. */
  public static Value value(ResolvedSystemVariable literal) {
    return DateLiterals.value(literal);
  }

  /** A type of the tree as one of ours. */
  public static SqlType type(Type type) {
    return Types.fromZeta(type);
  }
}
