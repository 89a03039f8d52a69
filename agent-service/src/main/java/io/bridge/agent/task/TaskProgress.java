package io.bridge.agent.task;

import static io.bridge.model.error.ErrorCode.TASK_GAVE_UP;

import io.bridge.agent.AgentConfig;
import io.bridge.agent.generation.Brief;
import io.bridge.agent.tasks.TaskCall;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Problem;
import io.bridge.runtime.event.Outbox;
import io.bridge.runtime.http.Correlation;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The steps of tasks, each one transaction with its fact. At most one holder carries a task on; the
 * number of its attempt is checked at each step, so that one who was given up by the reaper changes
 * nothing any more.
 */
@ApplicationScoped
class TaskProgress {
  private static final Logger LOG = Logger.getLogger(TaskProgress.class);

  private final TaskRepository tasks;
  private final Outbox outbox;
  private final Clock clock;
  private final AgentConfig config;

  TaskProgress(TaskRepository tasks, Outbox outbox, Clock clock, AgentConfig config) {
    this.tasks = tasks;
    this.outbox = outbox;
    this.clock = clock;
    this.config = config;
  }

  /** Stores a new task. */
  Uni<TaskEntity> accept(Order order) {
    TaskEntity row = TaskEntity.from(order, clock.instant(), config.reap().after());
    return outbox.publishing(() -> accepted(row));
  }

  private Uni<TaskEntity> accepted(TaskEntity row) {
    LOG.infof("event=task-accepted task=%s team=%s kind=%s", row.id, row.teamId, row.kind);
    return tasks.persist(row).call(() -> tasks.flush()).call(() -> outbox.add(row.accepted()));
  }

  /** Makes the task the asker's, where it is nobody's; ends it where it had all its attempts. */
  Uni<Claim> claim(UUID taskId) {
    return outbox.publishing(() -> tasks.lock(taskId).chain(this::claimed));
  }

  private Uni<Claim> claimed(Optional<TaskEntity> found) {
    Instant now = clock.instant();
    Optional<TaskEntity> free = found.filter(row -> row.isClaimable(now));
    if (free.isEmpty()) {
      return Uni.createFrom().item(new Claim.Nothing());
    }
    TaskEntity row = free.get();
    if (row.attempt >= config.task().attempts()) {
      return fail(row, gaveUp(row, "its holder was lost")).replaceWith(new Claim.Nothing());
    }
    row.claim(now, config.task().lease());
    return Uni.createFrom().item(new Claim.Taken(row.brief(), row.attempt));
  }

  /** A step for people, and a sign of life. Fails with {@link TakenOver}. */
  Uni<Void> step(Claim.Taken holder, String text) {
    return held(holder, row -> stepped(row, text));
  }

  private Uni<Void> stepped(TaskEntity row, String text) {
    row.step(text, clock.instant());
    return renewed(row);
  }

  /** A sign of life. Fails with {@link TakenOver}. */
  Uni<Void> renew(Claim.Taken holder) {
    return held(holder, this::renewed);
  }

  private Uni<Void> renewed(TaskEntity row) {
    row.renew(clock.instant(), config.task().lease());
    return Uni.createFrom().voidItem();
  }

  /** Ends the task well. Fails with {@link TakenOver}. */
  Uni<Void> completed(Claim.Taken holder, TaskResult result) {
    return held(holder, row -> complete(row, result));
  }

  private Uni<Void> complete(TaskEntity row, TaskResult result) {
    row.complete(result, clock.instant());
    LOG.infof("event=task-completed task=%s tiles=%d", row.id, result.tiles());
    return outbox.add(row.finished());
  }

  /** Ends the task for good. Fails with {@link TakenOver}. */
  Uni<Void> failed(Claim.Taken holder, BridgeException why) {
    return held(holder, row -> fail(row, why));
  }

  /**
   * Back into the queue; true where another attempt may follow, false where it was the last. Fails
   * with {@link TakenOver}.
   */
  Uni<Boolean> release(Claim.Taken holder, BridgeException why) {
    return held(holder, row -> released(row, why));
  }

  private Uni<Boolean> released(TaskEntity row, BridgeException why) {
    if (row.attempt >= config.task().attempts()) {
      return fail(row, gaveUp(row, why.getMessage())).replaceWith(false);
    }
    String note = "Attempt " + row.attempt + " failed: " + why.getMessage() + ".";
    row.release(note, clock.instant(), config.reap().after());
    return Uni.createFrom().item(true);
  }

  private static BridgeException gaveUp(TaskEntity row, String last) {
    return TASK_GAVE_UP.with("Given up after %d attempts: %s".formatted(row.attempt, last));
  }

  private Uni<Void> fail(TaskEntity row, BridgeException why) {
    String instance = "/v1/agent/status/" + row.id;
    row.fail(Problem.of(why, instance, Correlation.current()), clock.instant());
    LOG.infof("event=task-failed task=%s code=%s", row.id, why.code());
    return outbox.add(row.finished());
  }

  /** Tasks that wait too long, each under a new name; each is left alone for a while after this. */
  @WithTransaction
  Uni<List<TaskCall>> overdue() {
    return tasks
        .due(clock.instant(), config.reap().batch())
        .map(rows -> rows.stream().map(this::requeued).toList());
  }

  private TaskCall requeued(TaskEntity row) {
    return row.requeue(clock.instant(), config.reap().after());
  }

  private <T> Uni<T> held(Claim.Taken holder, Function<TaskEntity, Uni<T>> step) {
    Brief brief = holder.brief();
    return outbox.publishing(
        () -> tasks.lock(brief.taskId()).map(row -> require(row, holder)).chain(step::apply));
  }

  private static TaskEntity require(Optional<TaskEntity> row, Claim.Taken holder) {
    return row.filter(r -> r.isHeldBy(holder)).orElseThrow(TakenOver::new);
  }
}
