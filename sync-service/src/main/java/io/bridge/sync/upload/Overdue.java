package io.bridge.sync.upload;

import io.bridge.sync.tasks.LoadTask;
import java.util.UUID;

/** An upload that waited too long for its next step. */
public sealed interface Overdue {

  /** Its task got lost, or its holder died. */
  record Load(LoadTask task) implements Overdue {}

  /**
   * No notification came.
   *
   * @param expired true where the signed address has ended for good
   */
  record File(UUID uploadId, String object, boolean expired) implements Overdue {}
}
