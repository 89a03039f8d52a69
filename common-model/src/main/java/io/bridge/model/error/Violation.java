package io.bridge.model.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One wrong place of a request.
 *
 * @param field path of the value, such as {@code columns[2].type}
 * @param message what was found and what is allowed
 * @param line from 1, where the place is in a text; else null
 * @param column from 1, where the place is in a text; else null
 * @param allowed values that would do, where they can be listed; else absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Violation(
    String field, String message, Integer line, Integer column, List<String> allowed) {
  public Violation(String field, String message) {
    this(field, message, null, null, List.of());
  }
}
