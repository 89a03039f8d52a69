/**
 * What DuckDB cannot do with Parquet: decimals of more than 38 digits, which it reads as floats and
 * does not write. In a file they are bytes with a note in the footer; the note is taken away before
 * DuckDB reads them and added after it wrote them.
 */
package io.bridge.cloud.bigquery.parquet;
