package io.bridge.dashboard.bigquery;

import java.util.List;

/**
 * What BigQuery says it would do.
 *
 * @param statementType in its words; empty where it says nothing
 * @param tables {@code project.dataset.table}, those behind views included
 * @param bytes that it would read
 */
public record DryRun(String statementType, List<String> tables, long bytes) {}
