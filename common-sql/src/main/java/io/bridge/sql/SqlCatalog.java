package io.bridge.sql;

import java.util.List;
import java.util.Optional;

/** Where tables are looked up while a statement is analyzed. */
@FunctionalInterface
public interface SqlCatalog {

  /** A catalog with nothing in it. */
  SqlCatalog EMPTY = _ -> Optional.empty();

  /**
   * The table of that name. Called once for each name that occurs in the statement and is neither a
   * common table expression nor an alias, before the statement is analyzed.
   *
   * @param path the parts as the statement has them: {@code p.d.t} gives three, the same in one
   *     pair of backticks gives one that contains dots
   */
  Optional<SqlTable> find(List<String> path);
}
