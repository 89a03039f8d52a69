package io.bridge.sql;

import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.ZetaSQLOptions.ErrorMessageMode;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ParameterMode;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.ZetaSQLOptions.ResolvedASTRewrite;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** GoogleSQL as BigQuery speaks it. */
final class Language {

  /**
   * What ZetaSQL has and BigQuery has not, or not in that form. Pipe operators that write would
   * hide behind a query's root node; nanoseconds would make TIMESTAMP another type than BigQuery's.
   */
  private static final Set<LanguageFeature> ABSENT =
      EnumSet.of(
          LanguageFeature.FEATURE_TIMESTAMP_NANOS,
          LanguageFeature.FEATURE_PROTO_EXTENSIONS_WITH_NEW,
          LanguageFeature.FEATURE_PROTO_EXTENSIONS_WITH_SET,
          LanguageFeature.FEATURE_PROTO_MAPS,
          LanguageFeature.FEATURE_PROTO_DEFAULT_IF_NULL,
          LanguageFeature.FEATURE_EXTRACT_FROM_PROTO,
          LanguageFeature.FEATURE_EXTRACT_ONEOF_CASE,
          LanguageFeature.FEATURE_BRACED_PROTO_CONSTRUCTORS,
          LanguageFeature.FEATURE_REPLACE_FIELDS,
          LanguageFeature.FEATURE_REPLACE_FIELDS_ALLOW_MULTI_ONEOF,
          LanguageFeature.FEATURE_FILTER_FIELDS,
          LanguageFeature.FEATURE_EXPERIMENTAL_MODULES,
          LanguageFeature.FEATURE_UUID_TYPE,
          LanguageFeature.FEATURE_ENABLE_MEASURES,
          LanguageFeature.FEATURE_LATERAL_JOIN,
          LanguageFeature.FEATURE_FOR_UPDATE,
          LanguageFeature.FEATURE_ALLOW_SLASH_PATHS,
          LanguageFeature.FEATURE_WITH_GROUP_ROWS,
          LanguageFeature.FEATURE_ARRAY_ZIP,
          LanguageFeature.FEATURE_ARRAY_ORDERING,
          LanguageFeature.FEATURE_PIPE_EXPORT_DATA,
          LanguageFeature.FEATURE_PIPE_CREATE_TABLE,
          LanguageFeature.FEATURE_PIPE_INSERT,
          LanguageFeature.FEATURE_PIPE_IF,
          LanguageFeature.FEATURE_PIPE_DESCRIBE,
          LanguageFeature.FEATURE_PIPE_STATIC_DESCRIBE,
          LanguageFeature.FEATURE_SQL_GRAPH,
          LanguageFeature.FEATURE_SQL_GRAPH_ADVANCED_QUERY,
          LanguageFeature.FEATURE_SQL_GRAPH_CALL);

  /** What BigQuery has and ZetaSQL holds back. */
  private static final Set<LanguageFeature> ADDED =
      EnumSet.of(
          LanguageFeature.FEATURE_ALTER_COLUMN_SET_DATA_TYPE,
          LanguageFeature.FEATURE_CREATE_VIEWS_WITH_COLUMN_OPTIONS,
          LanguageFeature.FEATURE_CREATE_TABLE_CLONE);

  private static final Pattern SAFE = Pattern.compile("\\bSAFE`?\\s*\\.", Pattern.CASE_INSENSITIVE);

  private LanguageOptions bigQuery;
  private LanguageOptions everything;

  /** The same object for all; nothing changes it. */
  synchronized LanguageOptions bigQuery() {
    if (bigQuery == null) {
      bigQuery = create();
    }
    return bigQuery;
  }

  /** With what BigQuery has not: to parse, never to analyze. */
  synchronized LanguageOptions everything() {
    if (everything == null) {
      everything = common();
    }
    return everything;
  }

  private static LanguageOptions create() {
    LanguageOptions options = common();
    Set<LanguageFeature> features = new HashSet<>();
    for (LanguageFeature feature : LanguageFeature.values()) {
      if (options.languageFeatureEnabled(feature) && !ABSENT.contains(feature)) {
        features.add(feature);
      }
    }
    features.addAll(ADDED);
    options.setEnabledLanguageFeatures(features);
    return options;
  }

  private static LanguageOptions common() {
    LanguageOptions options = new LanguageOptions();
    options.enableMaximumLanguageFeatures();
    options.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    options.enableReservableKeyword("QUALIFY");
    options.setSupportsAllStatementKinds();
    return options;
  }

  /** Options for what ZetaSQL itself computes: what it has no code for has to be rewritten. */
  AnalyzerOptions evaluator(String sql) {
    AnalyzerOptions options = analyzer(new SqlStatement(sql, SqlCatalog.EMPTY));
    options.enableRewrite(ResolvedASTRewrite.REWRITE_BUILTIN_FUNCTION_INLINER);
    return options;
  }

  AnalyzerOptions analyzer(SqlStatement statement) {
    AnalyzerOptions options = new AnalyzerOptions();
    if (SAFE.matcher(statement.text()).find()) {
      // A call that is written out becomes IFERROR under SAFE, which BigQuery has not.
      options.enableRewrite(ResolvedASTRewrite.REWRITE_BUILTIN_FUNCTION_INLINER, false);
    }
    options.setLanguageOptions(bigQuery());
    options.setDefaultTimezone("UTC");
    options.setPruneUnusedColumns(true);
    options.setErrorMessageMode(ErrorMessageMode.ERROR_MESSAGE_ONE_LINE);
    if (statement.isPositional()) {
      options.setParameterMode(ParameterMode.PARAMETER_POSITIONAL);
      statement.parameters().stream()
          .map(parameter -> Types.toZeta(parameter.type()))
          .forEach(options::addPositionalQueryParameter);
    } else {
      statement
          .parameters()
          .forEach(p -> options.addQueryParameter(p.name(), Types.toZeta(p.type())));
    }
    return options;
  }
}
