package io.bridge.cloud.bigquery.sql;

import io.bridge.cloud.bigquery.sql.TableNames.Lookup;
import java.util.List;
import java.util.Optional;

/**
 * Statements that were compiled before. Analysis costs some milliseconds, each job needs it twice,
 * and a dashboard asks the same over and over. What is found is as good as new: the tables are
 * looked up again each time, so that rights are checked and a changed table is seen.
 */
final class CompiledQueries {
  private static final int MOST_KEPT = 256;

  /** All that a statement's compilation depends on besides its tables. */
  record Key(
      String sql,
      String project,
      String defaultDataset,
      List<QueryParameter> parameters,
      String user,
      ScriptScope scope,
      boolean quick) {
    static Key of(QueryRequest request) {
      return new Key(
          request.sql(),
          request.project(),
          request.defaultDataset(),
          request.parameters(),
          request.user(),
          request.scope(),
          request.quick());
    }
  }

  private record Compiled(List<Lookup> lookups, CompiledQuery query) {}

  private final Recent<Key, Compiled> kept = new Recent<>(MOST_KEPT);

  /** The statement compiled, where all its tables are what they were then. */
  Optional<CompiledQuery> find(Key key, TableNames tables) {
    return kept.find(key)
        .filter(entry -> entry.lookups().stream().allMatch(tables::findsTheSame))
        .map(Compiled::query);
  }

  void keep(Key key, TableNames tables, CompiledQuery query) {
    kept.keep(key, new Compiled(tables.lookups(), query));
  }
}
