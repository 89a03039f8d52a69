package io.bridge.app.ask;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.http.Backoff;
import io.bridge.app.http.Time;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.TaskStep;
import io.bridge.model.error.BridgeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Follows a task to its end and tells each step once, as it comes. */
final class TaskWatch {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(1));

  private final Gateway gateway;
  private final Time time;
  private final Consumer<TaskStep> tell;
  private int told;

  TaskWatch(Gateway gateway, Time time, Consumer<TaskStep> tell) {
    this.gateway = gateway;
    this.time = time;
    this.tell = tell;
  }

  /**
   * The task at its end, or as it stands at the deadline. A service that does not answer meanwhile
   * is waited for: the task goes on without us.
   *
   * @throws BridgeException as the gateway's, {@code SERVICE_UNAVAILABLE} after the deadline only
   */
  AgentTask follow(UUID id, Instant deadline) {
    for (int attempt = 1; ; attempt++) {
      boolean last = !time.now().isBefore(deadline);
      AgentTask task = ask(id, last);
      if (task != null) {
        steps(task);
      }
      if (last || task != null && hasEnded(task)) {
        return task;
      }
      time.pause(BACKOFF.after(attempt));
    }
  }

  static boolean hasEnded(AgentTask task) {
    return task.status() != null && task.status().isTerminal();
  }

  private void steps(AgentTask task) {
    List<TaskStep> steps = task.steps() == null ? List.of() : task.steps();
    steps.stream().skip(told).forEach(tell);
    told = Math.max(told, steps.size());
  }

  /** Null where nobody answered this time. */
  private AgentTask ask(UUID id, boolean last) {
    try {
      return gateway.get("/v1/agent/status/" + id, AgentTask.class);
    } catch (BridgeException e) {
      if (last || e.code() != SERVICE_UNAVAILABLE) {
        throw e;
      }
      return null;
    }
  }
}
