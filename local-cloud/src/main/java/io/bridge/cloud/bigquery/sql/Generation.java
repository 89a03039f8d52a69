package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.GoogleSql;
import io.bridge.sql.SqlCatalog;
import io.bridge.sql.SqlStatement;

/**
 * What expressions need besides the tree: the analyzer, values of parameters and variables, the
 * run.
 *
 * @param sql the statement
 * @param quick see {@link QueryRequest#quick}
 */
record Generation(
    GoogleSql googleSql,
    Parameters parameters,
    Parameters variables,
    Session session,
    String sql,
    boolean quick) {

  Generation(GoogleSql googleSql, QueryRequest request) {
    this(
        googleSql,
        new Parameters(request.parameters()),
        new Parameters(request.scope().variables()),
        Session.now(request.user()),
        request.sql(),
        request.quick());
  }

  /** The statement for the analyzer. */
  SqlStatement statement(SqlCatalog tables) {
    return new SqlStatement(sql, tables, parameters.declarations(), variables.declarations());
  }
}
