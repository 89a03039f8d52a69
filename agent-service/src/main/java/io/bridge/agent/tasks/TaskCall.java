package io.bridge.agent.tasks;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.UUID;

/**
 * Asks for one task to be carried on; also the body of the queue's call.
 *
 * @param requeue 0 for the first call; grows because a name in the queue cannot be used again
 */
public record TaskCall(@NotNull UUID taskId, @PositiveOrZero int requeue) {

  /** Twice the same step gives the same name, and so one call. */
  String name() {
    return "task-" + taskId + (requeue == 0 ? "" : "-r" + requeue);
  }
}
