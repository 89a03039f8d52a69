/** BigQuery's metadata in words of the catalog. */
package io.bridge.catalog.bigquery;
