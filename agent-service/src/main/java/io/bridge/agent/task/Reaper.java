package io.bridge.agent.task;

import io.bridge.agent.tasks.TaskCall;
import io.bridge.agent.tasks.TaskQueue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Takes up what got lost: tasks whose call vanished or whose holder died. Called each minute;
 * harmless at any time.
 */
@ApplicationScoped
class Reaper {
  private static final Logger LOG = Logger.getLogger(Reaper.class);

  private final TaskProgress progress;
  private final TaskQueue queue;

  Reaper(TaskProgress progress, TaskQueue queue) {
    this.progress = progress;
    this.queue = queue;
  }

  /**
   * What one call did.
   *
   * @param requeued tasks that were put into the queue again
   */
  record Reaped(long requeued) {}

  Uni<Reaped> reap() {
    return progress
        .overdue()
        .onItem()
        .transformToMulti(calls -> Multi.createFrom().iterable(calls))
        .onItem()
        .transformToUniAndConcatenate(this::requeueOrLeave)
        .collect()
        .with(java.util.stream.Collectors.summingLong(Long::longValue))
        .map(Reaped::new);
  }

  /** One that fails must not stop the others; it is due again in a while. */
  private Uni<Long> requeueOrLeave(TaskCall call) {
    return queue
        .enqueue(call)
        .replaceWith(1L)
        .onFailure()
        .invoke(e -> LOG.warnf("event=reap-failed error=%s", e.getClass().getName()))
        .onFailure()
        .recoverWithItem(0L);
  }
}
