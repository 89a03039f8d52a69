package io.bridge.agent.task;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bridge.model.agent.TaskResult;
import io.bridge.model.agent.TaskStep;
import io.bridge.model.error.Problem;
import io.bridge.model.error.Violation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/**
 * Parts of a task that are read and written as a whole, as JSON in a text column. The database
 * never looks inside.
 */
@RegisterForReflection(targets = {TaskStep.class, TaskResult.class, Problem.class, Violation.class})
abstract class JsonText<T> implements AttributeConverter<T, String> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .defaultPropertyInclusion(JsonInclude.Value.construct(NON_NULL, NON_NULL))
          .build();

  private final TypeReference<T> type;

  private JsonText(TypeReference<T> type) {
    this.type = type;
  }

  @Override
  public String convertToDatabaseColumn(T value) {
    try {
      return value == null ? null : MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public T convertToEntityAttribute(String text) {
    try {
      return text == null ? null : MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

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
