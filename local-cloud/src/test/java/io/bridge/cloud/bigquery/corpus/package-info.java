/**
 * Statements with the rows that BigQuery's documentation promises for them, asked of the SQL engine
 * and over the wire. The files beside this package hold them, one for each family; {@code
 * tables.txt} holds the tables that they read, {@code known.txt} what is not right yet.
 */
package io.bridge.cloud.bigquery.corpus;
