package io.bridge.cloud.bigquery.sql;

/**
 * What a statement makes, changes or takes away.
 *
 * @param table empty for a dataset as a whole
 */
public record Name(String project, String dataset, String table) {}
