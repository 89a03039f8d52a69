package io.bridge.cloud.bigquery.sql;

import com.google.common.collect.ImmutableSet;
import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SqlException;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.ZetaSQLOptions.LanguageFeature;
import com.google.zetasql.ZetaSQLOptions.ProductMode;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedFunctionCallBase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of a statement as they are written: {@link io.bridge.sql.GoogleSql} has the analyzer
 * write some of them, as LIKE ANY, out in terms of others.
 */
final class WrittenCalls {
  private final LanguageOptions language = language();
  private final SimpleCatalog functions = new SimpleCatalog("functions");

  WrittenCalls() {
    functions.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
    functions.register();
  }

  private static LanguageOptions language() {
    LanguageOptions options = new LanguageOptions();
    options.enableMaximumLanguageFeatures();
    options.setProductMode(ProductMode.PRODUCT_EXTERNAL);
    Set<LanguageFeature> features = new HashSet<>();
    for (LanguageFeature feature : LanguageFeature.values()) {
      if (options.languageFeatureEnabled(feature)) {
        features.add(feature);
      }
    }
    // TIMESTAMP would be another type than BigQuery's.
    features.remove(LanguageFeature.FEATURE_TIMESTAMP_NANOS);
    options.setEnabledLanguageFeatures(features);
    return options;
  }

  /**
   * None for a call of a signature that there is not; empty for a statement that needs more than
   * ZetaSQL's functions: a table, a parameter.
   */
  Optional<List<ResolvedFunctionCallBase>> of(String sql) {
    AnalyzerOptions options = new AnalyzerOptions();
    options.setLanguageOptions(language);
    options.setEnabledRewrites(ImmutableSet.of());
    try {
      return Optional.of(CallReader.read(Analyzer.analyzeStatement(sql, options, functions)));
    } catch (SqlException e) {
      boolean isWrong = e.getMessage().startsWith("No matching signature");
      return isWrong ? Optional.of(List.of()) : Optional.empty();
    }
  }
}
