package io.bridge.cloud.bigquery.sql;

import java.util.List;

/**
 * A statement that is no query, analyzed.
 *
 * @param type as in BigQuery's job statistics
 * @param reads the tables that it names, its target among them, with the columns that it reads
 */
public record CompiledStatement(String type, List<TableColumns> reads, Effect effect) {}
