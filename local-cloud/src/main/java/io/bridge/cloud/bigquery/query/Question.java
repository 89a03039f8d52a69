package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.wire.Etag;
import java.util.List;

/**
 * What was asked: the text, its parameters, who asks, and the state of each table it names, so that
 * a change of a table makes another question of it. A result answers its question once more, for as
 * long as it is kept.
 */
final class Question {
  private Question() {}

  /**
   * The question; null for one that is never answered twice.
   *
   * @param startedMs a table that changed in this very millisecond may change in it once more
   */
  static String of(QuerySpec spec, String caller, CompiledJob job, long startedMs) {
    boolean settled = job.tables().stream().allMatch(table -> table.modifiedMs() < startedMs);
    if (!job.isRepeatable() || !settled) {
      return null;
    }
    var state = job.tables().stream().map(table -> table.etag() + table.columnBytes()).sorted();
    var parts =
        List.of(
            caller,
            spec.sql(),
            String.valueOf(spec.defaultDataset()),
            spec.parameters().toString(),
            spec.scope().variables().toString(),
            job.location(),
            state.toList().toString());
    return Etag.hex(String.join("\n", parts));
  }
}
