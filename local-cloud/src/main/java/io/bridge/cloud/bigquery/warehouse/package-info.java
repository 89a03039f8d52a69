/**
 * The DuckDB file: datasets, tables and jobs as rows of schema {@code meta}, the data in relations
 * of schema {@code data} whose names are made here. No name of a user becomes an identifier but
 * those of columns, which are checked and quoted.
 */
package io.bridge.cloud.bigquery.warehouse;
