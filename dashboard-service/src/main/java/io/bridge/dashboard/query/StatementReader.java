package io.bridge.dashboard.query;

import io.bridge.model.catalog.FoundTables;
import io.bridge.model.dashboard.AnswerColumn;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlAnalysis;
import io.bridge.sql.SqlProblem;
import io.bridge.sql.SqlStatement;
import io.bridge.sql.SqlType;
import java.util.List;

/** What the analyzer says about a statement, in the guard's words. Blocks for milliseconds. */
final class StatementReader {
  private final GoogleSql sql;

  StatementReader(GoogleSql sql) {
    this.sql = sql;
  }

  /** Names of the tables, where the text keeps the rules. */
  List<String> names(Statement statement) {
    SafeSql.requireReadable(statement.sql());
    try {
      SafeSql.requireSafe(sql.shape(statement.sql()));
      List<String> names = NamedTables.names(sql.tableNames(statement.sql()));
      QuotedNames.requireTables(statement.sql(), names);
      return names;
    } catch (SqlProblem e) {
      throw invalid(e);
    }
  }

  Checked check(Statement statement, List<String> names, FoundTables found) {
    NamedTables tables = NamedTables.of(names, found);
    try {
      SqlAnalysis analysis =
          sql.analyze(new SqlStatement(statement.sql(), tables::find, params(statement)));
      return checked(statement, analysis, tables);
    } catch (SqlProblem e) {
      throw e.kind() == SqlProblem.Kind.TABLE_NOT_FOUND ? notFound(e) : invalid(e);
    }
  }

  private static Checked checked(Statement statement, SqlAnalysis analysis, NamedTables tables) {
    if (!analysis.statementType().equals("SELECT")) {
      throw Rule.QUERY_ONLY.refuse("Only queries may run here, not " + analysis.statementType());
    }
    List<String> read = analysis.tables().stream().map(it -> it.table().name()).sorted().toList();
    SafeSql.requireTables(read);
    List<AnswerColumn> columns =
        analysis.output().stream()
            .map(column -> new AnswerColumn(column.name(), column.type().toString()))
            .toList();
    return new Checked(statement, read, columns, tables.defaultDataset());
  }

  private static List<SqlType.Column> params(Statement statement) {
    return statement.params().stream()
        .map(param -> new SqlType.Column(param.name(), SqlType.of(param.type())))
        .toList();
  }

  private static BridgeException invalid(SqlProblem problem) {
    return at(ErrorCode.QUERY_INVALID, "sql", problem);
  }

  /** The same words for what is not there and for what is another team's. */
  private static BridgeException notFound(SqlProblem problem) {
    return at(ErrorCode.QUERY_REFUSED, Rule.TABLES.wireName(), problem);
  }

  private static BridgeException at(ErrorCode code, String field, SqlProblem problem) {
    Integer line = problem.line() == 0 ? null : problem.line();
    Integer column = problem.column() == 0 ? null : problem.column();
    Violation violation = new Violation(field, problem.getMessage(), line, column, List.of());
    return new BridgeException(code, problem.getMessage(), List.of(violation));
  }
}
