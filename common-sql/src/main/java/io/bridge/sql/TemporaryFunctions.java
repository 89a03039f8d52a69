package io.bridge.sql;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.Function.TemplatedSQLFunction;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.ZetaSQLOptions.ResolvedASTRewrite;
import com.google.zetasql.resolvedast.ResolvedCreateStatementEnums.CreateScope;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateFunctionStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Functions that a text defines before its query: {@code CREATE TEMP FUNCTION f(x ANY TYPE) AS (…);
 * SELECT …}. Each call is replaced by the function's expression.
 */
final class TemporaryFunctions {
  private static final Pattern DEFINES =
      Pattern.compile("\\bCREATE\\b.*\\bFUNCTION\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NOTHING =
      Pattern.compile("(?s)(?:\\s|;|--[^\n]*|#[^\n]*|/\\*.*?\\*/)*");

  /** Calls of all functions together, those in functions too, that a text may come to. */
  private static final long MAX_CALLS = 10_000;

  private static final Pattern ESCAPED_NAME = Pattern.compile("`[^`\\n]*\\\\[^`\\n]*`");

  private final String text;
  private final Map<Pattern, Long> calls = new HashMap<>();
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
    if (ESCAPED_NAME.matcher(text).find()) {
      throw new SqlProblem(
          SqlProblem.Kind.UNSUPPORTED, "A name with escapes beside functions", 0, 0);
    }
    while (tree instanceof ResolvedCreateFunctionStmt function && hasMore(place)) {
      define(function);
      requireFew(rest(place));
      tree = Analyzer.analyzeNextStatement(place, options, lent.catalog());
    }
    if (hasMore(place)) {
      throw new SqlProblem(
          SqlProblem.Kind.UNSUPPORTED, "More than one statement after the functions", 0, 0);
    }
    return tree;
  }

  private static boolean hasMore(ParseResumeLocation place) {
    return !NOTHING.matcher(rest(place)).matches();
  }

  private static String rest(ParseResumeLocation place) {
    byte[] all = place.getInput().getBytes(StandardCharsets.UTF_8);
    int at = place.getBytePosition();
    return new String(all, at, all.length - at, StandardCharsets.UTF_8);
  }

  /** A function that calls another twice doubles the tree: thirty of them fill any memory. */
  private void requireFew(String rest) {
    if (calls(rest) > MAX_CALLS) {
      throw new SqlProblem(
          SqlProblem.Kind.TOO_LARGE, "The query calls its functions too often", 0, 0);
    }
  }

  /** At most: it counts the names, wherever they stand. */
  private long calls(String part) {
    return calls.entrySet().stream()
        .mapToLong(known -> known.getKey().matcher(part).results().count() * known.getValue())
        .sum();
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
    String name = function.getNamePath().getLast();
    long inside = 1 + calls(function.getCode());
    calls.put(
        Pattern.compile(
            "\\b" + Pattern.quote(name) + "\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
        inside);
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
            .formatted(function.getCode(), sql(Types.fromZeta(function.getReturnType())))
        : function.getCode();
  }

  private static String sql(SqlType type) {
    return switch (type) {
      case SqlType.Array(var element) -> "ARRAY<" + sql(element) + ">";
      case SqlType.Struct(var members) ->
          members.stream()
              .map(member -> (quoted(member.name()) + " " + sql(member.type())).strip())
              .collect(Collectors.joining(", ", "STRUCT<", ">"));
      default -> type.toString();
    };
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "" : "`" + name + "`";
  }

  private static SqlProblem unsupported(String what, ResolvedCreateFunctionStmt function) {
    var name = String.join(".", function.getNamePath());
    return new SqlProblem(SqlProblem.Kind.UNSUPPORTED, what + ": " + name, 0, 0);
  }
}
