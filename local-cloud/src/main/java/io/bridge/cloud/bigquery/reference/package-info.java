/**
 * ZetaSQL's reference implementation as a function of DuckDB. What DuckDB has no exact counterpart
 * for is computed here: a vector of rows goes over as text, one call for all of them.
 */
package io.bridge.cloud.bigquery.reference;
