package io.bridge.sql;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.Function.TemplatedSQLFunction;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLOptions.ResolvedASTRewrite;
import com.google.zetasql.resolvedast.ResolvedCreateStatementEnums.CreateScope;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateFunctionStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Functions that a text defines before its query: {@code CREATE TEMP FUNCTION f(x ANY TYPE) AS (…);
 * SELECT …}. Each call is replaced by the function's expression.
 */
final class TemporaryFunctions {
  private static final Pattern DEFINES =
      Pattern.compile("\\bCREATE\\b.*\\bFUNCTION\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NOTHING =
      Pattern.compile("(?s)(?:\\s|;|--[^\n]*|#[^\n]*|/\\*.*?\\*/)*");

  private final String text;
  private final AnalyzerOptions options;
  private final Catalogs.Lent lent;

  TemporaryFunctions(String text, AnalyzerOptions options, Catalogs.Lent lent) {
    this.text = text;
    this.options = options;
    options.enableRewrite(ResolvedASTRewrite.REWRITE_INLINE_SQL_FUNCTIONS);
    options.enableRewrite(ResolvedASTRewrite.REWRITE_WITH_EXPR);
    options.enableRewrite(
        ResolvedASTRewrite.REWRITE_APPLY_ENABLED_REWRITES_TO_TEMPLATED_FUNCTION_CALLS);
    this.lent = lent;
  }

  /** Whether the text could define functions, for which it has to be looked at in more detail. */
  static boolean mayDefine(String text) {
    return DEFINES.matcher(text).find();
  }

  /** The names of the tables in all of the statements. */
  static Set<List<String>> tableNames(String text, AnalyzerOptions options) {
    Set<List<String>> names = new HashSet<>();
    var place = new ParseResumeLocation(text);
    while (hasMore(place)) {
      names.addAll(Analyzer.extractTableNamesFromNextStatement(place, options));
    }
    return names;
  }

  /** The one statement that is left when all functions are known. */
  ResolvedStatement analyze() {
    var place = new ParseResumeLocation(text);
    ResolvedStatement tree = Analyzer.analyzeNextStatement(place, options, lent.catalog());
    if (!(tree instanceof ResolvedCreateFunctionStmt)) {
      return Analyzer.analyzeStatement(text, options, lent.catalog());
    }
    while (tree instanceof ResolvedCreateFunctionStmt function && hasMore(place)) {
      define(function);
      tree = Analyzer.analyzeNextStatement(place, options, lent.catalog());
    }
    if (hasMore(place)) {
      throw new SqlProblem(
          SqlProblem.Kind.UNSUPPORTED, "More than one statement after the functions", 0, 0);
    }
    return tree;
  }

  private static boolean hasMore(ParseResumeLocation place) {
    byte[] all = place.getInput().getBytes(StandardCharsets.UTF_8);
    int at = place.getBytePosition();
    var rest = new String(all, at, all.length - at, StandardCharsets.UTF_8);
    return !NOTHING.matcher(rest).matches();
  }

  private void define(ResolvedCreateFunctionStmt function) {
    if (function.getCreateScope() != CreateScope.CREATE_TEMP) {
      throw unsupported("A function that is not temporary", function);
    }
    if (!function.getLanguage().equalsIgnoreCase("SQL")) {
      var language = function.getLanguage().toUpperCase(Locale.ROOT);
      throw unsupported("A function in the language " + language, function);
    }
    if (function.getIsAggregate()) {
      throw unsupported("An aggregate function", function);
    }
    lent.add(
        new TemplatedSQLFunction(
            function.getNamePath(),
            function.getSignature(),
            function.getArgumentNameList(),
            new ParseResumeLocation(body(function))));
  }

  private static String body(ResolvedCreateFunctionStmt function) {
    return function.getHasExplicitReturnType()
        ? "CAST((%s) AS %s)"
            .formatted(
                function.getCode(), function.getReturnType().typeName(ProductMode.PRODUCT_EXTERNAL))
        : function.getCode();
  }

  private static SqlProblem unsupported(String what, ResolvedCreateFunctionStmt function) {
    var name = String.join(".", function.getNamePath());
    return new SqlProblem(SqlProblem.Kind.UNSUPPORTED, what + ": " + name, 0, 0);
  }
}
