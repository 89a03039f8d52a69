package io.bridge.model.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bridge.model.error.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A task and what became of it.
 *
 * @param attempt from 1; 0 before the first
 * @param result null unless completed
 * @param failure null unless failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentTask(
    UUID id,
    UUID teamId,
    String kind,
    TaskStatus status,
    int attempt,
    List<TaskStep> steps,
    TaskResult result,
    Problem failure,
    Instant createdAt,
    Instant updatedAt) {}
