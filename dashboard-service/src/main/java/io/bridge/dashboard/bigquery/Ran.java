package io.bridge.dashboard.bigquery;

import io.bridge.model.dashboard.AnswerColumn;
import java.util.List;

/**
 * What a job answered.
 *
 * @param values one list for each column
 * @param truncated true where there are more rows
 */
public record Ran(
    String jobId,
    List<AnswerColumn> columns,
    List<List<Object>> values,
    long rows,
    boolean truncated,
    long bytesProcessed,
    long bytesBilled) {}
