package io.bridge.cloud.bigquery.corpus;

import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.sql.SqlStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The statements of the corpus whose rows are written down and come out so. */
public final class AnsweredStatements {
  private AnsweredStatements() {}

  public static List<SqlStatement> of(SqlEngine engine) throws SQLException {
    Map<String, String> known = CorpusCase.known();
    try (CorpusTables tables = new CorpusTables(engine)) {
      return CorpusCase.all().stream()
          .filter(test -> test.error() == null && !known.containsKey(test.name()))
          .map(test -> Coverage.statement(tables, test))
          .toList();
    }
  }
}
