package io.bridge.cloud.bigquery.row;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Rows of one answer.
 *
 * @param rows {@code [{f:[{v:…}]}]}
 * @param next number of the row after them
 */
public record RowPage(ArrayNode rows, long next) {}
