package io.bridge.agent.task;

import static io.bridge.model.agent.TaskStatus.COMPLETED;
import static io.bridge.model.agent.TaskStatus.FAILED;
import static io.bridge.model.agent.TaskStatus.PENDING;
import static io.bridge.model.agent.TaskStatus.RUNNING;

import io.bridge.agent.generation.Brief;
import io.bridge.agent.tasks.TaskCall;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.agent.TaskStatus;
import io.bridge.model.agent.TaskStep;
import io.bridge.model.error.Problem;
import io.bridge.model.event.AgentEvent;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The row of a task and its legal steps. */
@Entity
@Table(name = "agent_task")
class TaskEntity {
  private static final int MOST_STEPS = 200;

  @Id UUID id;
  UUID teamId;
  UUID createdBy;
  String kind;
  String prompt;
  UUID connectionId;
  String dataset;
  UUID requestId;
  String fingerprint;

  @Enumerated(EnumType.STRING)
  TaskStatus status;

  /** Starts, crashes included; also what tells the holder from one who lost the task. */
  int attempt;

  int requeues;
  Instant leaseUntil;

  /** When the reaper has to look; null once over. */
  Instant dueAt;

  @Convert(converter = TaskParts.Steps.class)
  List<TaskStep> steps;

  @Convert(converter = TaskParts.Result.class)
  TaskResult result;

  @Convert(converter = TaskParts.Failure.class)
  Problem failure;

  Instant createdAt;
  Instant updatedAt;

  static TaskEntity from(Order order, Instant now, Duration age) {
    TaskEntity row = new TaskEntity();
    row.id = UUID.randomUUID();
    row.teamId = order.teamId();
    row.createdBy = order.person();
    row.kind = order.request().kind();
    row.prompt = order.request().prompt();
    row.connectionId = order.request().connectionId();
    row.dataset = order.request().dataset();
    row.requestId = order.request().requestId();
    row.fingerprint = order.fingerprint();
    row.status = PENDING;
    row.steps = List.of();
    row.createdAt = now;
    row.dueAt = now.plus(age);
    row.step("Accepted.", now);
    return row;
  }

  boolean isClaimable(Instant now) {
    return status == PENDING || status == RUNNING && !leaseUntil.isAfter(now);
  }

  void claim(Instant now, Duration lease) {
    attempt++;
    step(attempt == 1 ? "Started." : "Started again, attempt " + attempt + ".", now);
    status = RUNNING;
    renew(now, lease);
  }

  boolean isHeldBy(Claim.Taken holder) {
    return status == RUNNING && attempt == holder.attempt();
  }

  void renew(Instant now, Duration lease) {
    leaseUntil = now.plus(lease);
    dueAt = leaseUntil;
  }

  /** The oldest steps but the first go where there are too many. */
  void step(String text, Instant now) {
    Stream<TaskStep> kept =
        steps.size() < MOST_STEPS
            ? steps.stream()
            : Stream.concat(steps.stream().limit(1), steps.stream().skip(2));
    steps = Stream.concat(kept, Stream.of(new TaskStep(text, now))).toList();
    updatedAt = now;
  }

  /** Back into the queue after a failure that may pass. */
  void release(String note, Instant now, Duration age) {
    step(note, now);
    status = PENDING;
    leaseUntil = null;
    dueAt = now.plus(age);
  }

  void complete(TaskResult made, Instant now) {
    step("Done: " + made.tiles() + " tiles.", now);
    result = made;
    end(COMPLETED);
  }

  void fail(Problem why, Instant now) {
    step("Failed: " + why.title() + ".", now);
    failure = why;
    end(FAILED);
  }

  private void end(TaskStatus ended) {
    status = ended;
    leaseUntil = null;
    dueAt = null;
  }

  /** The reaper puts it into the queue again: each time under another name. */
  TaskCall requeue(Instant now, Duration age) {
    requeues++;
    dueAt = now.plus(age);
    return call();
  }

  TaskCall call() {
    return new TaskCall(id, requeues);
  }

  Brief brief() {
    return new Brief(id, teamId, createdBy, prompt, connectionId, dataset);
  }

  AgentTask toTask() {
    return new AgentTask(
        id, teamId, kind, status, attempt, steps, result, failure, createdAt, updatedAt);
  }

  AgentEvent accepted() {
    return new AgentEvent.TaskAccepted(id, teamId, kind, createdAt);
  }

  AgentEvent finished() {
    return new AgentEvent.TaskFinished(
        id,
        teamId,
        kind,
        status.name(),
        failure == null ? null : failure.code(),
        result == null ? null : result.dashboard(),
        updatedAt);
  }
}
