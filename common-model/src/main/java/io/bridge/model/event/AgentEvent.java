package io.bridge.model.event;

import java.time.Instant;
import java.util.UUID;

/**
 * Facts on topic {@code bridge.agent.v1}, written by agent-service. Add fields freely; rename or
 * remove only in a v2.
 */
public sealed interface AgentEvent extends Fact {
  UUID taskId();

  UUID teamId();

  @Override
  default String subject() {
    return taskId().toString();
  }

  record TaskAccepted(UUID taskId, UUID teamId, String kind, Instant at) implements AgentEvent {}

  /**
   * The task is over for good.
   *
   * @param status {@code COMPLETED} or {@code FAILED}
   * @param code name of an {@link io.bridge.model.error.ErrorCode}; null unless it failed
   * @param dashboard slug of the dashboard that it made; null where it made none
   */
  record TaskFinished(
      UUID taskId,
      UUID teamId,
      String kind,
      String status,
      String code,
      String dashboard,
      Instant at)
      implements AgentEvent {}
}
