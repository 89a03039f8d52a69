package io.bridge.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** What can be set in agent-service. */
@ConfigMapping(prefix = "bridge.agent")
public interface AgentConfig {
  Task task();

  Reap reap();

  Queue queue();

  Planner planner();

  /** How one task is carried on. */
  interface Task {
    /** Starts of a task, crashes included, before it is given up. */
    @WithDefault("3")
    @Min(1)
    int attempts();

    /** How long a task is left alone after its last sign of life; one comes before each call. */
    @WithDefault("PT40S")
    Duration lease();

    /** How long a peer that does not answer is waited for within one attempt. */
    @WithDefault("PT30S")
    Duration patience();
  }

  /** What looks after tasks that nobody calls about. */
  interface Reap {
    /** How long a task may wait for its next step before it is put into the queue again. */
    @WithDefault("PT1M")
    Duration after();

    /** Tasks looked at in one call. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int batch();
  }

  /** The queue of tasks. */
  interface Queue {
    /** Region of the queue. */
    @WithDefault("us-central1")
    @NotBlank
    String location();

    /** Id of the queue. */
    @WithDefault("agent-tasks")
    @NotBlank
    String name();
  }

  /** What the planner may look at. */
  interface Planner {
    /** Tables that it reads from the catalog; more are not considered. */
    @WithDefault("1000")
    @Min(1)
    int tables();

    /** Candidates for a fact table that it looks into. */
    @WithDefault("3")
    @Min(1)
    int facts();

    /** Most statements of its survey. */
    @WithDefault("20")
    @Min(1)
    int queries();

    /** Bytes that one statement of its survey may read, by the sizes in the catalog. */
    @WithDefault("80000000")
    @Min(1)
    long queryBytes();

    /** Bytes that its survey may read altogether, by the sizes in the catalog. */
    @WithDefault("1000000000")
    @Min(1)
    long bytes();
  }
}
