/**
 * Values as users write them, in texts and in JSON, as values of BigQuery's types, and their way
 * into a table. Loads of CSV and JSON and {@code tabledata.insertAll} share these rules.
 */
package io.bridge.cloud.bigquery.value;
