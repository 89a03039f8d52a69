/**
 * Loads of Parquet files: which type becomes which, what is refused, and the SQL that carries the
 * rows over. A load runs inside the transaction of its job.
 */
package io.bridge.cloud.bigquery.load;
