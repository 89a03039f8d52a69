package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import io.bridge.cloud.bigquery.reference.ReferenceFunction;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.ScriptStatement;
import io.bridge.sql.SqlAnalysis;
import io.bridge.sql.SqlProblem;
import io.bridge.sql.SqlStatement;
import io.bridge.sql.TableRead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Compiles GoogleSQL to DuckDB's SQL: analyzed by ZetaSQL, generated from its resolved tree.
 *
 * <p>Thread-safe; one for the process. What has no exact counterpart is refused by its name.
 */
public final class SqlEngine {
  private final GoogleSql googleSql = new GoogleSql();
  private final CompiledQueries compiled = new CompiledQueries();

  /** Loads the analyzer in the background, which takes more than a second the first time. */
  public void warm() {
    googleSql.warm();
  }

  /** Makes what the generated SQL calls known to a database. */
  public void install(Connection database) throws SQLException {
    new ReferenceFunction(googleSql).register(database);
  }

  /**
   * Analyzes and generates.
   *
   * @throws SqlException for everything wrong with the statement, with line and column where known:
   *     {@code invalidQuery}, {@code notFound} for a table, {@code invalid} for a parameter's
   *     value, {@code notImplemented} for what local-cloud lacks
   */
  public CompiledQuery compile(QueryRequest request) {
    CompiledQueries.Key key = CompiledQueries.Key.of(request);
    return compiled.find(key, new TableNames(request)).orElseGet(() -> compile(request, key));
  }

  private CompiledQuery compile(QueryRequest request, CompiledQueries.Key key) {
    TableNames tables = new TableNames(request);
    try {
      Parameters parameters = new Parameters(request.parameters());
      Session session = Session.now(request.user());
      SqlAnalysis analysis =
          googleSql.analyzeWithFunctions(
              new SqlStatement(request.sql(), tables::find, parameters.declarations()));
      CompiledQuery query =
          googleSql.onAnalyst(() -> generate(analysis, tables, parameters, session));
      if (analysis.functions().stream().noneMatch(Session::isOfTheRun)) {
        compiled.keep(key, tables, query);
      }
      return query;
    } catch (SqlProblem problem) {
      throw exception(problem, tables);
    }
  }

  /**
   * The statements of a text, by the grammar alone.
   *
   * @throws SqlException {@code invalidQuery} for a text with a syntax error anywhere
   */
  public List<ScriptStatement> script(String text) {
    try {
      return googleSql.script(text);
    } catch (SqlProblem problem) {
      throw exception(problem, null);
    }
  }

  private CompiledQuery generate(
      SqlAnalysis analysis, TableNames tables, Parameters parameters, Session session) {
    if (!(analysis.tree().statement() instanceof ResolvedQueryStmt query)) {
      throw SqlException.unsupported("Statement " + analysis.statementType().replace('_', ' '));
    }
    Scans scans =
        new Scans(analysis.tree(), tables, new Generation(googleSql, parameters, session));
    Output output = Output.of(query, scans);
    Pruning pruning = scans.pruning(query);
    List<TableColumns> reads =
        analysis.tables().stream().map(read -> read(read, tables, pruning)).toList();
    return new CompiledQuery(
        analysis.statementType(),
        output.sql(),
        List.of(),
        output.schema(),
        reads,
        analysis.functions().stream().noneMatch(Session::isVolatile));
  }

  private static TableColumns read(TableRead read, TableNames tables, Pruning pruning) {
    WarehouseTable table = tables.warehouseTable(read.table());
    return new TableColumns(table, read.columns(), pruning.of(table).orElse(null));
  }

  /** The message reads as BigQuery's: the position is in it, but not where a table is missing. */
  private static SqlException exception(SqlProblem problem, TableNames tables) {
    if (problem.kind() == SqlProblem.Kind.TABLE_NOT_FOUND) {
      return new SqlException(
          "Not found: Table %s was not found in location US".formatted(notFound(problem, tables)),
          problem.line(),
          problem.column(),
          "notFound");
    }
    if (problem.kind() == SqlProblem.Kind.UNSUPPORTED) {
      return SqlException.unsupported(problem.getMessage());
    }
    String position =
        problem.line() == 0 ? "" : " at [%d:%d]".formatted(problem.line(), problem.column());
    return new SqlException(
        problem.getMessage() + position, problem.line(), problem.column(), "invalidQuery");
  }

  private static String notFound(SqlProblem problem, TableNames tables) {
    String name = problem.getMessage().replaceFirst("^Table not found: ", "");
    return tables.display(name.replaceFirst("; Did you mean .*$", ""));
  }
}
