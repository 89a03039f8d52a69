package io.bridge.dashboard.bigquery;

import com.google.cloud.bigquery.DatasetId;
import com.google.cloud.bigquery.QueryParameterValue;
import java.time.Duration;
import java.util.Map;

/**
 * Exactly the bytes that BigQuery gets.
 *
 * @param defaultDataset null where every name has its dataset
 * @param labels of the job
 */
public record WarehouseQuery(
    String sql,
    Map<String, QueryParameterValue> params,
    DatasetId defaultDataset,
    Map<String, String> labels,
    Duration timeout) {}
