package io.bridge.dashboard.query;

/**
 * A value that is bound to {@code @name}, never spliced into the text.
 *
 * @param type GoogleSQL's text: {@code STRING}, {@code INT64}, {@code FLOAT64}, {@code NUMERIC},
 *     {@code BOOL}, {@code DATE} or an {@code ARRAY<…>} of one of them
 * @param value text in GoogleSQL's canonical form, or a list of such texts for an array; null for
 *     NULL
 */
public record BoundParam(String name, String type, Object value) {}
