/**
 * The warehouse: datasets with an owner, tables' columns and load jobs, over Google's own client.
 */
package io.bridge.sync.bigquery;
