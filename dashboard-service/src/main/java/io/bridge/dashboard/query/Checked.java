package io.bridge.dashboard.query;

import io.bridge.dashboard.query.NamedTables.DatasetName;
import io.bridge.model.dashboard.AnswerColumn;
import java.util.List;

/**
 * A statement that keeps every rule which can be looked at before the warehouse is asked.
 *
 * @param tables {@code project.dataset.table} of those that it names
 * @param defaultDataset null where every name has its dataset
 */
record Checked(
    Statement statement,
    List<String> tables,
    List<AnswerColumn> columns,
    DatasetName defaultDataset) {}
