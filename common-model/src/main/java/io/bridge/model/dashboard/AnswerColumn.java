package io.bridge.model.dashboard;

/**
 * A column of an answer.
 *
 * @param type GoogleSQL's text, such as {@code INT64} or {@code ARRAY<STRING>}
 */
public record AnswerColumn(String name, String type) {}
