package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.warehouse.Sql;
import io.bridge.cloud.bigquery.warehouse.Table;
import io.bridge.cloud.bigquery.warehouse.Tables;
import io.bridge.cloud.bigquery.wire.Etag;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Results that answer the same question once more, for as long as they are kept. What a question
 * is: the text, its parameters, who asks, and the state of each table it names, so that a change of
 * a table makes another question of it.
 */
final class ResultCache {
  private final Tables tables;

  ResultCache(Tables tables) {
    this.tables = tables;
  }

  /**
   * The question; empty for one that is never answered twice.
   *
   * @param startedMs a table that changed in this very millisecond may change in it once more
   */
  static Optional<String> key(QuerySpec spec, String caller, CompiledJob job, long startedMs) {
    boolean settled = job.tables().stream().allMatch(table -> table.modifiedMs() < startedMs);
    if (!job.isRepeatable() || !settled) {
      return Optional.empty();
    }
    var state = job.tables().stream().map(table -> table.etag() + table.columnBytes()).sorted();
    var parts =
        List.of(
            caller,
            spec.sql(),
            String.valueOf(spec.defaultDataset()),
            spec.parameters().toString(),
            job.location(),
            state.toList().toString());
    return Optional.of(Etag.hex(String.join("\n", parts)));
  }

  /** The latest result that is still there. */
  Optional<Table> find(Connection c, Optional<String> question, long nowMs) throws SQLException {
    if (question.isEmpty()) {
      return Optional.empty();
    }
    var sql = "SELECT dataset, id FROM meta.answer WHERE key = ? AND expires > ? ORDER BY expires";
    var known =
        Sql.list(c, row -> List.of(row.getString(1), row.getString(2)), sql, question.get(), nowMs)
            .reversed();
    for (var name : known) {
      var table = tables.find(c, name.get(0), name.get(1));
      if (table.isPresent() && table.get().expiresMs() > nowMs) {
        return table;
      }
    }
    return Optional.empty();
  }

  void put(Connection c, Optional<String> question, Table result) throws SQLException {
    if (question.isEmpty()) {
      return;
    }
    Sql.run(c, "DELETE FROM meta.answer WHERE expires <= ?", result.createdMs());
    var sql = "INSERT INTO meta.answer VALUES (?, ?, ?, ?)";
    Sql.run(c, sql, question.get(), result.dataset(), result.id(), result.expiresMs());
  }
}
