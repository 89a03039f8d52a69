package io.bridge.model.type;

/**
 * A column as the source has it.
 *
 * @param name as it is written in the source
 * @param duckDbType DuckDB's own text of the type, as {@code DESCRIBE} prints it; not trusted
 */
public record SourceColumn(String name, String duckDbType) {}
