package io.bridge.cloud.bigquery.job;

import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Table;

/**
 * A job as it is, most often at its end.
 *
 * @param result the table of a query's rows; null where it is not at hand
 */
public record Ended(Job job, Table result) {}
