package io.bridge.sync.tasks;

import io.bridge.runtime.work.WorkQueue;
import io.bridge.runtime.work.WorkQueues;
import io.bridge.sync.SyncConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Puts loads into the queue that calls {@code /internal/loads}. */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class LoadQueue {
  private final WorkQueue queue;

  LoadQueue(WorkQueues queues, SyncConfig config) {
    this.queue = queues.of(config.queue().location(), config.queue().name(), "/internal/loads");
  }

  /** Idempotent: a task that is there already is fine. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Void> enqueue(LoadTask load) {
    return queue.enqueue(load.name(), load);
  }
}
