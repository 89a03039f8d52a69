package io.bridge.agent.task;

/** Another holder carries the task on; never leaves this package. */
final class TakenOver extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TakenOver() {
    super("Another holder carries this task on", null, false, false);
  }
}
