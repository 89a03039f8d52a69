/**
 * GoogleSQL for DuckDB. {@link io.bridge.cloud.bigquery.sql.SqlEngine} is the way in.
 *
 * <p>ZetaSQL resolves a statement against the tables that {@link
 * io.bridge.cloud.bigquery.sql.WarehouseCatalog} gives; from its tree a SELECT of DuckDB is
 * generated, scans by {@code Scans} and its parts, expressions by {@code Expressions} and one class
 * for each family of functions. No text is rewritten. A function that no family knows is refused by
 * its name: to add one, add a line to its family and cases to {@code corpus.txt}.
 *
 * <p>Known differences that are not refused: a FLOAT64 that overflows becomes infinity where
 * BigQuery fails, and a product of NUMERICs above 1e20 fails where BigQuery has the digits.
 */
package io.bridge.cloud.bigquery.sql;
