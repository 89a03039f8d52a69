/**
 * BigQuery's REST API: the routes, who may call them, and the JSON they speak. {@code warehouse}
 * has the state, {@code job} runs loads and queries, {@code load} and {@code query} say what those
 * do, {@code row} pages through rows, {@code schema} and {@code wire} know Google's forms.
 */
package io.bridge.cloud.bigquery;
