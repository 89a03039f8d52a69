package io.bridge.agent.task;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.agent.TaskStep;
import io.bridge.model.error.Problem;
import io.bridge.model.error.Violation;
import io.bridge.runtime.store.JsonText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Converter;
import java.util.List;

/** The parts of a task that are kept as JSON. */
@RegisterForReflection(targets = {TaskStep.class, TaskResult.class, Problem.class, Violation.class})
final class TaskParts {
  private TaskParts() {}

  @Converter
  static final class Steps extends JsonText<List<TaskStep>> {
    Steps() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static final class Result extends JsonText<TaskResult> {
    Result() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static final class Failure extends JsonText<Problem> {
    Failure() {
      super(new TypeReference<>() {});
    }
  }
}
