package io.bridge.cloud.bigquery.sql;

import java.util.List;
import java.util.Objects;

/**
 * A statement to compile.
 *
 * @param sql GoogleSQL, one statement, a trailing semicolon is fine
 * @param project the project whose job this is: completes table names that do not say their own
 * @param defaultDataset completes table names without a dataset; null when the job has none
 * @param catalog where tables are looked up; called on the compiling thread, only for names that
 *     occur in the statement
 * @param parameters all named or all positional, never mixed
 * @param user email of whose job this is; null where nobody is known
 * @param scope of the script around the statement
 * @param quick whether aggregates may fail with {@link #INCONCLUSIVE} where one that is not quick
 *     would look closer: whether an infinite result is an overflow, or a variance of decimals lossy
 */
public record QueryRequest(
    String sql,
    String project,
    String defaultDataset,
    WarehouseCatalog catalog,
    List<QueryParameter> parameters,
    String user,
    ScriptScope scope,
    boolean quick) {
  /** In the message of a quick query's failure that says nothing about the query. */
  static final String INCONCLUSIVE = "local-cloud: an aggregate needs a closer look";

  /** Whether a failure of a quick query says nothing about it. */
  public static boolean isInconclusive(String message) {
    return message != null && message.contains(INCONCLUSIVE);
  }

  public QueryRequest {
    Objects.requireNonNull(sql, "sql");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(catalog, "catalog");
    parameters = List.copyOf(parameters);
  }

  /** A statement that stands alone. */
  public QueryRequest(
      String sql,
      String project,
      String defaultDataset,
      WarehouseCatalog catalog,
      List<QueryParameter> parameters,
      String user) {
    this(sql, project, defaultDataset, catalog, parameters, user, ScriptScope.NONE, false);
  }

  /** A statement of nobody. */
  public QueryRequest(
      String sql,
      String project,
      String defaultDataset,
      WarehouseCatalog catalog,
      List<QueryParameter> parameters) {
    this(sql, project, defaultDataset, catalog, parameters, null);
  }
}
