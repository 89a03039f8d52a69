package io.bridge.model.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bridge.model.error.Problem;
import java.util.List;

/**
 * A query of a dashboard as it would run.
 *
 * @param sql the exact statement, common table expressions included
 * @param dependencies names of the queries that it refers to
 * @param bytes what the dry run says it reads
 * @param bytesBilledAtMost reservation: the larger of {@code bytes} and the warehouse's minimum
 * @param cap bytes allowed for this query
 * @param error why it would be refused; null where it would run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedQuery(
    String id,
    String sql,
    List<String> dependencies,
    List<String> tables,
    List<AnswerColumn> columns,
    long bytes,
    long bytesBilledAtMost,
    long cap,
    Problem error) {}
