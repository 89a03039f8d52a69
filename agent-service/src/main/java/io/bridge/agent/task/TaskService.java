package io.bridge.agent.task;

import static io.bridge.model.error.ErrorCode.IDEMPOTENCY_KEY_REUSED;

import io.bridge.agent.tasks.TaskQueue;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.TaskStatus;
import io.bridge.model.identity.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes tasks and tells how far they are. */
@ApplicationScoped
class TaskService {
  private static final Logger LOG = Logger.getLogger(TaskService.class);

  private final TaskRepository tasks;
  private final TaskProgress progress;
  private final TaskQueue queue;

  TaskService(TaskRepository tasks, TaskProgress progress, TaskQueue queue) {
    this.tasks = tasks;
    this.progress = progress;
    this.queue = queue;
  }

  /**
   * Idempotent with a request id: the same order gives the same task. Fails with {@code
   * IDEMPOTENCY_KEY_REUSED} where the id belongs to another order.
   */
  Uni<AgentTask> start(Order order) {
    return known(order)
        .chain(row -> row.map(r -> same(r, order)).orElseGet(() -> create(order)))
        .call(this::enqueue)
        .map(TaskEntity::toTask);
  }

  private Uni<Optional<TaskEntity>> known(Order order) {
    return order.request().requestId() == null
        ? Uni.createFrom().item(Optional.empty())
        : Panache.withSession(() -> tasks.byRequest(order));
  }

  private static Uni<TaskEntity> same(TaskEntity row, Order order) {
    return row.fingerprint.equals(order.fingerprint())
        ? Uni.createFrom().item(row)
        : Uni.createFrom()
            .failure(
                IDEMPOTENCY_KEY_REUSED.with(
                    "The requestId was sent with another task; send another id"));
  }

  private Uni<TaskEntity> create(Order order) {
    return progress
        .accept(order)
        .onFailure(TaskRepository::requestIsTaken)
        .recoverWithUni(() -> known(order).chain(row -> same(row.orElseThrow(), order)));
  }

  /** The task is accepted already: where the queue is away, the reaper does it. */
  private Uni<Void> enqueue(TaskEntity row) {
    return row.status != TaskStatus.PENDING
        ? Uni.createFrom().voidItem()
        : queue
            .enqueue(row.call())
            .onFailure()
            .invoke(() -> LOG.warnf("event=task-waits-for-reaper task=%s", row.id))
            .onFailure()
            .recoverWithNull();
  }

  /** Fails with {@code TASK_NOT_FOUND}, also where the task is another team's. */
  @WithSession
  Uni<AgentTask> find(UUID id, Caller caller) {
    return tasks.require(id, caller).map(TaskEntity::toTask);
  }
}
