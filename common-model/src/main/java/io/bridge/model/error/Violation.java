package io.bridge.model.error;

/**
 * One wrong place of a request.
 *
 * @param field path of the value, such as {@code columns[2].type}
 * @param message what was found and what is allowed
 */
public record Violation(String field, String message) {}
