package io.bridge.sql;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SqlException;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedExpr;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Analyzes GoogleSQL as BigQuery speaks it, in this process.
 *
 * <p>Thread-safe; one for a process is right. The first analysis loads a native library and takes
 * more than a second, later ones some milliseconds: call {@link #warm} where that matters. Nothing
 * is loaded before.
 *
 * <p>Statements come from anybody. Reading a deeply nested tree takes stack, so it happens on
 * threads of our own that have enough of it, and what is too deep even for them is refused.
 */
public final class GoogleSql {
  private static final int MAX_LENGTH = 1024 * 1024;
  private static final long STACK_BYTES = 256L * 1024 * 1024;
  private static final int THREADS = 2;
  private static final Pattern ALTERS_TABLE =
      Pattern.compile("\\bALTER\\b.*\\bTABLE\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final List<String> TOO_DEEP =
      List.of("Failed to read message", "exceeds maximum size", "Out of stack space");

  private static final ScopedValue<Boolean> ANALYST = ScopedValue.newInstance();

  private final Language language = new Language();
  private final Catalogs catalogs = new Catalogs(language);
  private final ExecutorService analysts =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(null, work, "googlesql", STACK_BYTES);
            thread.setDaemon(true);
            // ZetaSQL finds its channel by this loader, and the caller's may be gone one day.
            thread.setContextClassLoader(GoogleSql.class.getClassLoader());
            return thread;
          });

  /** Loads the analyzer in the background; returns at once. */
  public void warm() {
    analysts.execute(() -> analyzeHere(new SqlStatement("SELECT 1", SqlCatalog.EMPTY)));
  }

  /**
   * Analyzes one statement of any kind.
   *
   * @throws SqlProblem when it is not valid, names what the catalog does not have, or is too large
   */
  public SqlAnalysis analyze(SqlStatement statement) {
    return onAnalyst(() -> analyzeHere(statement));
  }

  /**
   * The same for a statement that may stand after definitions of temporary SQL functions.
   *
   * @throws SqlProblem as {@link #analyze}; of kind UNSUPPORTED for a function in another language
   */
  public SqlAnalysis analyzeWithFunctions(SqlStatement statement) {
    return TemporaryFunctions.mayDefine(statement.text())
        ? onAnalyst(() -> analyzeWithFunctionsHere(statement))
        : analyze(statement);
  }

  /**
   * What the text is made of, without looking at a catalog. Knows more of the grammar than {@link
   * #analyze} accepts, so that what is not accepted can be named.
   *
   * @throws SqlProblem of kind SYNTAX or TOO_LARGE
   */
  public SqlShape shape(String text) {
    return onAnalyst(() -> ShapeReader.read(readable(text), language.everything()));
  }

  /**
   * The statements of a text, one or several. Only the grammar is checked, of all of them.
   *
   * @throws SqlProblem of kind SYNTAX or TOO_LARGE
   */
  public List<ScriptStatement> script(String text) {
    return onAnalyst(
        () -> {
          try {
            return ScriptReader.read(readable(text), language.bigQuery());
          } catch (SqlException e) {
            throw placed(text, e);
          }
        });
  }

  /** The parser does not say where an error is, and the analyzer does. */
  private SqlException placed(String text, SqlException problem) {
    try {
      var options = language.analyzer(new SqlStatement(text, SqlCatalog.EMPTY));
      Analyzer.extractTableNamesFromScript(text, options);
      return problem;
    } catch (SqlException e) {
      return e;
    }
  }

  /**
   * The names of the tables in a statement, as {@link SqlCatalog#find} would be asked for them.
   * Only the grammar is checked.
   *
   * @throws SqlProblem of kind SYNTAX or TOO_LARGE
   */
  public Set<List<String>> tableNames(String text) {
    var statement = new SqlStatement(text, SqlCatalog.EMPTY);
    return onAnalyst(() -> tableNames(statement, language.analyzer(statement)));
  }

  /**
   * Prepares an expression over {@code r.p0}, {@code r.p1}, … for {@link RowExpression}.
   *
   * @param arguments types of these
   * @throws SqlProblem when it is not valid, or ZetaSQL's reference implementation lacks it
   */
  public RowExpression rowExpression(String sql, List<SqlType> arguments) {
    AnalyzerOptions options = language.evaluator(sql);
    return RowExpression.prepare(sql, arguments, options, catalogs.functionsOnly());
  }

  /** The functions that it analyzes, by name. */
  public List<SqlFunction> functions() {
    return onAnalyst(
        () -> {
          try (Catalogs.Lent lent = catalogs.borrow()) {
            return FunctionReader.read(lent.catalog());
          }
        });
  }

  /** Functions that ZetaSQL has and BigQuery has not, in lower case: they are not found here. */
  public static Set<String> withheld() {
    return WithheldFunctions.UNKNOWN_TO_BIGQUERY;
  }

  /** A part of a resolved tree as text again; it may hold parameters but no columns. */
  public String text(ResolvedExpr expr) {
    try {
      return Analyzer.buildExpression(expr, catalogs.functionsOnly());
    } catch (SqlException e) {
      throw SqlProblem.parse(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Runs work that walks a resolved tree where there is stack for it.
   *
   * @throws SqlProblem of kind TOO_LARGE when even that does not suffice
   */
  public <T> T onAnalyst(Supplier<T> work) {
    if (ANALYST.isBound()) {
      // A view is analyzed while the statement that names it is: waiting for a free thread there
      // could wait for itself.
      return guarded(work);
    }
    try {
      return CompletableFuture.supplyAsync(() -> guarded(work), analysts).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static <T> T guarded(Supplier<T> work) {
    try {
      return ScopedValue.where(ANALYST, true).call(work::get);
    } catch (SqlException e) {
      throw problem(e);
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    } catch (StackOverflowError _) {
      throw tooLarge("The query is too deeply nested");
    }
  }

  /** The channel and the library each have words of their own for a tree over their limits. */
  private static SqlProblem problem(SqlException e) {
    String message = String.valueOf(e.getMessage());
    return TOO_DEEP.stream().anyMatch(message::contains)
        ? tooLarge("The query is too deeply nested")
        : SqlProblem.parse(message);
  }

  /** A literal of a type whose values ZetaSQL's own Java does not read, as GEOGRAPHY. */
  private static RuntimeException unreadable(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Type not supported ")
        ? new SqlProblem(SqlProblem.Kind.INVALID, message, 0, 0)
        : e;
  }

  private static SqlProblem tooLarge(String message) {
    return new SqlProblem(SqlProblem.Kind.TOO_LARGE, message, 0, 0);
  }

  private SqlAnalysis analyzeHere(SqlStatement statement) {
    AnalyzerOptions options = language.analyzer(statement);
    Set<List<String>> names = tableNames(statement, options);
    if (names.isEmpty() && statement.variables().isEmpty()) {
      ResolvedStatement tree = tree(statement.text(), options, catalogs.functionsOnly());
      return TreeReader.read(new ResolvedTree(tree, Map.of()));
    }
    try (Catalogs.Lent lent = catalogs.borrow()) {
      register(names, statement.catalog(), lent);
      statement.variables().forEach(lent::add);
      ResolvedStatement tree = tree(statement.text(), options, lent.catalog());
      return TreeReader.read(new ResolvedTree(tree, lent.tables()));
    }
  }

  private ResolvedStatement tree(String text, AnalyzerOptions options, SimpleCatalog catalog) {
    ResolvedStatement tree = Analyzer.analyzeStatement(text, options, catalog);
    return DateLiterals.without(text, tree, options, catalogs.functionsOnly())
        .map(kept -> Analyzer.analyzeStatement(kept, options, catalog))
        .orElse(tree);
  }

  private SqlAnalysis analyzeWithFunctionsHere(SqlStatement statement) {
    AnalyzerOptions options = language.analyzer(statement);
    String text = readable(statement.text());
    Set<List<String>> names = TemporaryFunctions.tableNames(text, options);
    try (Catalogs.Lent lent = catalogs.borrow()) {
      register(names, statement.catalog(), lent);
      statement.variables().forEach(lent::add);
      ResolvedStatement tree = new TemporaryFunctions(text, options, lent).analyze();
      return TreeReader.read(new ResolvedTree(tree, lent.tables()));
    }
  }

  private static Set<List<String>> tableNames(SqlStatement statement, AnalyzerOptions options) {
    String text = readable(statement.text());
    var names = new HashSet<>(Analyzer.extractTableNamesFromStatement(text, options));
    if (ALTERS_TABLE.matcher(text).find()) {
      // ZetaSQL looks this name up and does not tell it.
      ScriptStatement first = ScriptReader.read(text, options.getLanguageOptions()).getFirst();
      if (first.type().equals("ALTER_TABLE")) {
        names.add(first.target());
      }
    }
    return names;
  }

  private static String readable(String text) {
    if (text.length() > MAX_LENGTH) {
      throw tooLarge("The query is too large. The maximum query length is 1024.00K characters");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new SqlProblem(SqlProblem.Kind.SYNTAX, "The query is not valid Unicode", 0, 0);
    }
    return text;
  }

  /** A name that the catalog does not have is left out: the analyzer then says where it stands. */
  private static void register(Set<List<String>> names, SqlCatalog catalog, Catalogs.Lent lent) {
    for (List<String> name : names) {
      Optional<SqlTable> table = catalog.find(name);
      if (table.isPresent()) {
        lent.add(name, table.get());
      } else if (hasTwin(name, names)) {
        throw new SqlProblem(
            SqlProblem.Kind.TABLE_NOT_FOUND, "Table not found: " + String.join(".", name), 0, 0);
      }
    }
  }

  /** Another name that the analyzer, which does not look at case, would take for this one. */
  private static boolean hasTwin(List<String> name, Set<List<String>> names) {
    return names.stream()
        .anyMatch(
            other ->
                !other.equals(name)
                    && String.join("\0", other).equalsIgnoreCase(String.join("\0", name)));
  }
}
