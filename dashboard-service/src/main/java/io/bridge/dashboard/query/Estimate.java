package io.bridge.dashboard.query;

import io.bridge.model.dashboard.AnswerColumn;
import java.util.List;

/**
 * What a statement would read if it ran now; nothing was billed to find out.
 *
 * @param bytes what the warehouse's dry run says
 * @param bytesBilledAtMost the reservation: the larger of {@code bytes} and the warehouse's minimum
 *     for each table
 * @param cap most bytes that the statement may read
 */
public record Estimate(
    long bytes, long bytesBilledAtMost, long cap, List<String> tables, List<AnswerColumn> columns) {
  public Estimate {
    tables = List.copyOf(tables);
    columns = List.copyOf(columns);
  }
}
