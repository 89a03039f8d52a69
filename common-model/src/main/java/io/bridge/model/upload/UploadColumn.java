package io.bridge.model.upload;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A column as the source has it.
 *
 * @param name name in the source, as it is written there
 * @param type DuckDB's own text of the type, such as {@code DECIMAL(10,4)}
 */
public record UploadColumn(
    @NotNull @Size(min = 1, max = 1000) String name, @NotBlank @Size(max = 100_000) String type) {}
