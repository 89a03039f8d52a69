package io.bridge.app.source;

/**
 * A table, or a view that was asked for.
 *
 * @param source name as it is shown to the person
 * @param name name in the warehouse; not checked yet
 * @param relation what stands after FROM
 */
public record SourceTable(String source, String name, String relation) {}
