package io.bridge.cloud.bigquery.query;

import io.bridge.cloud.bigquery.copy.CopySpec;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.sql.ScriptScope;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.http.GoogleError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code configuration.query} of a job, or the same fields of {@code jobs.query}.
 *
 * @param defaultDataset may be null
 * @param maximumBytesBilled null for no limit
 * @param useCache whether a result of the same question will do
 * @param destination a copy without sources: the rows are no table's; null for an anonymous table
 * @param scope of the script that it is a part of
 * @param quick see {@link io.bridge.cloud.bigquery.sql.QueryRequest#quick}
 */
public record QuerySpec(
    String sql,
    String defaultDataset,
    List<QueryParameter> parameters,
    Long maximumBytesBilled,
    boolean useCache,
    CopySpec destination,
    ScriptScope scope,
    boolean quick) {
  private static final int MAX_SQL_CHARS = 1024 * 1024;
  private static final Set<String> USED =
      Set.of(
          "query",
          "useLegacySql",
          "defaultDataset",
          "queryParameters",
          "parameterMode",
          "maximumBytesBilled",
          "priority",
          "useQueryCache",
          "destinationTable",
          "createDisposition",
          "writeDisposition");
  // Every result is large enough for any size.
  private static final Set<String> HARMLESS =
      Set.of("allowLargeResults", "flattenResults", "preserveNulls");

  /**
   * Reads and checks the configuration.
   *
   * @param project the one project there is
   * @param alsoKnown fields that the caller reads itself
   * @throws GoogleError 400 for what BigQuery refuses, 501 for an option not emulated
   */
  public static QuerySpec read(String project, Body query, Set<String> alsoKnown) {
    var known = new HashSet<>(USED);
    known.addAll(alsoKnown);
    query.known(known, HARMLESS);
    if (query.flag("useLegacySql", true)) {
      throw GoogleError.unimplemented("BigQuery useLegacySql=true, which is the API's default");
    }
    query.word("priority", "INTERACTIVE", Set.of("INTERACTIVE", "BATCH"));
    var sql = query.required("query");
    if (sql.length() > MAX_SQL_CHARS) {
      throw GoogleError.invalid("The query is too large: at most 1024K characters");
    }
    return new QuerySpec(
        sql,
        defaultDataset(project, query),
        Parameters.read(query),
        limit(query),
        query.flag("useQueryCache", true),
        Destination.read(project, query),
        ScriptScope.NONE,
        true);
  }

  /** A part of this script. */
  public QuerySpec part(String sql, ScriptScope scope) {
    return new QuerySpec(
        sql, defaultDataset, parameters, maximumBytesBilled, useCache, null, scope, false);
  }

  /** The same, after a run of it was {@link Inconclusive}. */
  public QuerySpec exactly() {
    return new QuerySpec(
        sql, defaultDataset, parameters, maximumBytesBilled, useCache, destination, scope, false);
  }

  private static String defaultDataset(String project, Body query) {
    var dataset = query.object("defaultDataset");
    if (dataset == null || dataset.text("datasetId") == null) {
      return null;
    }
    var named = dataset.text("projectId");
    if (named != null && !named.equals(project)) {
      throw GoogleError.notFound("Not found: Project " + named);
    }
    return Names.dataset(dataset.required("datasetId"));
  }

  private static Long limit(Body query) {
    var limit = query.integer("maximumBytesBilled");
    if (limit != null && limit < 0) {
      throw query.invalid("maximumBytesBilled");
    }
    // Google takes 0 for no limit of one's own.
    return limit == null || limit == 0 ? null : limit;
  }
}
