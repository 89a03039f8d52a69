package io.bridge.cloud.bigquery.sql;

/** Compiles GoogleSQL to DuckDB's SQL. Thread-safe; one for the process. */
public final class SqlEngine {

  /**
   * Analyzes and generates.
   *
   * @throws SqlException for everything wrong with the statement, with line and column where known
   */
  public CompiledQuery compile(QueryRequest request) {
    throw SqlException.unsupported("SQL");
  }
}
