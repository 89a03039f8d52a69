package io.bridge.agent.generation;

import io.smallrye.mutiny.Uni;

/** Where the work tells how far it is. Each call is also a sign of life, and fails where lost. */
public interface Notes {
  /** A step, in a short sentence for people. */
  Uni<Void> step(String text);

  /** Nothing new, but alive. */
  Uni<Void> alive();
}
