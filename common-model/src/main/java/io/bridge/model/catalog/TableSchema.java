package io.bridge.model.catalog;

import java.util.List;

/**
 * A table with its columns.
 *
 * @param dataset name of its dataset
 * @param columns in their order
 */
public record TableSchema(String dataset, Table table, List<Column> columns) {}
