package io.bridge.model.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A top-level column.
 *
 * @param position from 1
 * @param type GoogleSQL's text, such as {@code NUMERIC(10, 4)} or {@code ARRAY<STRING>}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Column(
    String name, int position, String type, boolean nullable, String description) {}
