package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedProjectScan;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import io.bridge.cloud.bigquery.reference.ReferenceFunction;
import io.bridge.sql.GoogleSql;
import io.bridge.sql.ScriptStatement;
import io.bridge.sql.SqlAnalysis;
import io.bridge.sql.SqlCatalog;
import io.bridge.sql.SqlFunction;
import io.bridge.sql.SqlProblem;
import io.bridge.sql.SqlStatement;
import io.bridge.sql.TableRead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles GoogleSQL to DuckDB's SQL: analyzed by ZetaSQL, generated from its resolved tree.
 *
 * <p>Thread-safe; one for the process. What has no exact counterpart is refused by its name.
 */
public final class SqlEngine {
  /** Functions that BigQuery has and the analyzer here has not, or must not have. */
  private static final Pattern SYSTEM_VARIABLE = Pattern.compile("^Unrecognized name: (@@[\\w.]+)");

  private static final Pattern UNKNOWN =
      Pattern.compile(
          "^Function not found: `?((?:AI|ML|KLL_QUANTILES)\\.\\w+|COLLATE|SEARCH|TEXT_ANALYZE"
              + "|BAG_OF_WORDS|TF_IDF|ST_\\w+|H3_\\w+|OBJ\\.\\w+|ZSTD_\\w+)\\b",
          Pattern.CASE_INSENSITIVE);

  private final GoogleSql googleSql = new GoogleSql();
  private final CompiledQueries compiled = new CompiledQueries();
  private final Recent<String, List<ScriptStatement>> scripts = new Recent<>(256);

  /** Loads the analyzer in the background, which takes more than a second the first time. */
  public void warm() {
    googleSql.warm();
  }

  /** All functions that a statement may name; not each of them is served. */
  List<SqlFunction> functions() {
    return googleSql.functions();
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
      Generation generation = new Generation(googleSql, request);
      SqlAnalysis analysis = googleSql.analyzeWithFunctions(generation.statement(tables::find));
      CompiledQuery query = googleSql.onAnalyst(() -> generate(analysis, tables, generation));
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
    return scripts.find(text).orElseGet(() -> parse(text));
  }

  private List<ScriptStatement> parse(String text) {
    try {
      List<ScriptStatement> statements = googleSql.script(text);
      scripts.keep(text, statements);
      return statements;
    } catch (SqlProblem problem) {
      throw exception(problem, null);
    }
  }

  /**
   * Analyzes a statement that is no query.
   *
   * @throws SqlException as {@link #compile}
   */
  public CompiledStatement statement(QueryRequest request) {
    TableNames tables = new TableNames(request);
    try {
      Generation generation = new Generation(googleSql, request);
      SqlAnalysis analysis = googleSql.analyzeWithFunctions(generation.statement(tables::find));
      return googleSql.onAnalyst(() -> statement(analysis, tables, generation, request));
    } catch (SqlProblem problem) {
      throw exception(problem, tables);
    }
  }

  private CompiledStatement statement(
      SqlAnalysis analysis, TableNames tables, Generation generation, QueryRequest request) {
    Scans scans = new Scans(analysis.tree(), tables, generation);
    ResolvedStatement statement = analysis.tree().statement();
    Effect ddl = new DdlReader(analysis.tree(), tables, scans).read(statement);
    Effect effect =
        ddl != null
            ? ddl
            : new DmlWriter(
                    analysis.tree(), tables, scans, table -> defaults(table, generation, request))
                .write(statement);
    if (effect == null) {
      throw SqlException.unsupported("Statement " + analysis.statementType().replace('_', ' '));
    }
    Function<TableRead, TableColumns> reader =
        DmlReads.of(statement)
            .map(scans::pruning)
            .<Function<TableRead, TableColumns>>map(pruning -> read -> read(read, tables, pruning))
            .orElse(read -> new TableColumns(tables.warehouseTable(read.table()), read.columns()));
    return new CompiledStatement(
        analysis.statementType(), analysis.tables().stream().map(reader).toList(), effect);
  }

  private Map<String, String> defaults(
      WarehouseTable table, Generation generation, QueryRequest request) {
    Map<String, String> expressions = new HashMap<>();
    Map<String, String> known = request.catalog().defaults(table);
    for (Field field : table.fields()) {
      if (known.containsKey(field.name())) {
        expressions.put(field.name(), constant(known.get(field.name()), field, generation));
      }
    }
    return expressions;
  }

  /** An expression without columns, as one of DuckDB of the column's type. */
  private String constant(String sql, Field field, Generation generation) {
    String select = "SELECT CAST((\n%s\n) AS %s)".formatted(sql, Fields.type(field));
    SqlAnalysis analysis = googleSql.analyze(new SqlStatement(select, SqlCatalog.EMPTY));
    var query = (ResolvedQueryStmt) analysis.tree().statement();
    var project = (ResolvedProjectScan) query.getQuery();
    return new Scans(analysis.tree(), null, generation)
        .expressions()
        .write(project.getExprList().getFirst().getExpr());
  }

  private CompiledQuery generate(SqlAnalysis analysis, TableNames tables, Generation generation) {
    if (!(analysis.tree().statement() instanceof ResolvedQueryStmt query)) {
      throw SqlException.unsupported("Statement " + analysis.statementType().replace('_', ' '));
    }
    Scans scans = new Scans(analysis.tree(), tables, generation);
    Output output = Output.of(query, scans);
    Pruning pruning = scans.pruning(query);
    List<TableColumns> reads =
        analysis.tables().stream().map(read -> read(read, tables, pruning)).toList();
    return new CompiledQuery(
        analysis.statementType(),
        output.sql(),
        output.schema(),
        reads,
        analysis.functions().stream().noneMatch(Session::isVolatile));
  }

  private static TableColumns read(TableRead read, TableNames tables, Pruning pruning) {
    WarehouseTable table = tables.warehouseTable(read.table());
    return new TableColumns(
        table, read.columns(), pruning.of(table).orElse(null), pruning.ofView(table).orElse(null));
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
    if (problem.kind() == SqlProblem.Kind.FUNCTION_NOT_FOUND) {
      Matcher name = UNKNOWN.matcher(problem.getMessage());
      if (name.find()) {
        return SqlException.unsupported("Function " + name.group(1).toUpperCase(Locale.ROOT));
      }
    }
    if (problem.getMessage().matches("(?si)Unrecognized name: _PARTITION(DATE|TIME)\\b.*")) {
      return SqlException.unsupported("The pseudo column of partitions by the time of ingestion");
    }
    Matcher variable = SYSTEM_VARIABLE.matcher(problem.getMessage());
    if (variable.find()) {
      return SqlException.unsupported("System variable " + variable.group(1));
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
