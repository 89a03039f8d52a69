package io.bridge.sync.tasks;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.UUID;

/**
 * Asks for one file to be loaded; also the task's body.
 *
 * @param requeue 0 for the first task of a file; grows because a task's name cannot be used again
 */
public record LoadTask(
    @NotNull UUID uploadId, @Positive long generation, @PositiveOrZero int requeue) {

  /** Twice the same step gives the same name, and so one task. */
  String name() {
    return "load-" + uploadId + "-g" + generation + (requeue == 0 ? "" : "-r" + requeue);
  }
}
