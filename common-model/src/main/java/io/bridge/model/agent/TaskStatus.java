package io.bridge.model.agent;

/** How far a task is. {@code COMPLETED} and {@code FAILED} are for good. */
public enum TaskStatus {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED;

  public boolean isTerminal() {
    return this == COMPLETED || this == FAILED;
  }
}
