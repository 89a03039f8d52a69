package io.bridge.cloud.bigquery.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.warehouse.Table;

/**
 * What a statement did.
 *
 * @param statistics {@code statistics.query}
 * @param table where its rows are, or the table that it wrote to; null for neither
 * @param selected whether the table has its rows
 */
record Outcome(ObjectNode statistics, Table table, boolean selected) {}
