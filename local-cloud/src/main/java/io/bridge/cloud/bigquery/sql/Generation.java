package io.bridge.cloud.bigquery.sql;

import io.bridge.sql.GoogleSql;

/**
 * What expressions need besides the tree: the analyzer, the parameters' values and the run.
 *
 * @param sql the statement
 */
record Generation(GoogleSql googleSql, Parameters parameters, Session session, String sql) {}
