package io.bridge.cloud.bigquery.corpus;

import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlProblem;
import io.bridge.sql.SqlStatement;
import io.bridge.sql.SqlTable;
import io.bridge.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How many of the calls of functions, aggregates and operators that statements make the engine
 * serves. A function counts once for each statement; a statement that is refused as not supported,
 * or that cannot be analyzed although it has rows, counts as refused with all that it calls.
 *
 * @param refused names of what is called in refused statements
 */
record Coverage(int served, int all, SortedSet<String> refused) {
  private static final List<SqlType.Column> PSEUDO =
      List.of(new SqlType.Column("_TABLE_SUFFIX", SqlType.Scalar.STRING));

  static Coverage of(
      List<CorpusCase> cases, Function<CorpusCase, Answer> answers, CorpusTables tables) {
    GoogleSql googleSql = new GoogleSql();
    int served = 0;
    int all = 0;
    SortedSet<String> refused = new TreeSet<>();
    for (CorpusCase test : cases) {
      SortedSet<String> calls = calls(googleSql, tables, test);
      all += calls.size();
      if (!answers.apply(test).isUnsupported()) {
        served += calls.size();
      } else {
        refused.addAll(calls);
      }
    }
    return new Coverage(served, all, refused);
  }

  double share() {
    return (double) served / all;
  }

  private static SortedSet<String> calls(GoogleSql sql, CorpusTables tables, CorpusCase test) {
    try {
      return sql.analyze(statement(tables, test)).functions();
    } catch (SqlProblem _) {
      boolean hasRows = test.error() == null;
      return hasRows ? new TreeSet<>(List.of(test.name())) : new TreeSet<>();
    }
  }

  static SqlStatement statement(CorpusTables tables, CorpusCase test) {
    List<SqlType.Column> parameters =
        test.parameters().stream().map(p -> new SqlType.Column(p.name(), p.type())).toList();
    return new SqlStatement(test.sql(), path -> table(tables, path), parameters);
  }

  /** A wildcard stands for the first table that it finds. */
  private static Optional<SqlTable> table(CorpusTables tables, List<String> path) {
    String name = String.join(".", path).replaceFirst("^.*\\.", "");
    String prefix = name.replaceFirst("\\*$", "");
    return tables.names().stream()
        .filter(table -> table.equals(name) || !prefix.equals(name) && table.startsWith(prefix))
        .findFirst()
        .flatMap(table -> tables.find(EngineAnswers.PROJECT, CorpusTables.DATASET, table))
        .map(table -> new SqlTable(name, Fields.struct(table.fields()).members(), PSEUDO));
  }
}
