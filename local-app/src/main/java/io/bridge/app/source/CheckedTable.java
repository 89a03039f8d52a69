package io.bridge.app.source;

import io.bridge.model.type.ColumnMapping;
import io.bridge.model.type.SourceColumn;
import java.util.List;

/**
 * A table of which every value can be carried exactly.
 *
 * @param mappings one for each column, in the same order
 */
public record CheckedTable(
    SourceTable table, List<SourceColumn> columns, List<ColumnMapping.Exact> mappings, long rows) {}
