package io.bridge.dashboard.query;

import io.bridge.model.dashboard.AnswerColumn;
import java.util.List;

/**
 * What a statement that passed the guard reads and gives.
 *
 * @param tables {@code project.dataset.table} of everything that it reads, once and in order
 * @param columns of its answer
 */
public record Analyzed(List<String> tables, List<AnswerColumn> columns) {
  public Analyzed {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
  }
}
