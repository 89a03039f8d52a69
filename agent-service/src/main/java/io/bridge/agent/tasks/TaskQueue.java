package io.bridge.agent.tasks;

import io.bridge.agent.AgentConfig;
import io.bridge.runtime.work.WorkQueue;
import io.bridge.runtime.work.WorkQueues;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Puts tasks into the queue that calls {@code /internal/tasks}. */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class TaskQueue {
  private final WorkQueue queue;

  TaskQueue(WorkQueues queues, AgentConfig config) {
    this.queue = queues.of(config.queue().location(), config.queue().name(), "/internal/tasks");
  }

  /** Idempotent: a call that is there already is fine. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Void> enqueue(TaskCall task) {
    return queue.enqueue(task.name(), task);
  }
}
