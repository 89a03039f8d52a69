package io.bridge.agent.task;

import io.bridge.agent.generation.Brief;

/** What became of the wish to carry on a task. */
sealed interface Claim {

  /** The task is the asker's until the lease runs out. */
  record Taken(Brief brief, int attempt) implements Claim {}

  /** There is nothing to do: it is unknown, over, or held by another. */
  record Nothing() implements Claim {}
}
