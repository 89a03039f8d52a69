package io.bridge.model.catalog;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/**
 * Names of tables as a statement has them, to be found in a connection's catalog.
 *
 * @param teamId team for which a peer asks
 * @param names {@code table}, {@code dataset.table} or {@code project.dataset.table}
 */
public record TableLookup(@NotNull UUID teamId, @NotNull @Size(max = 100) List<String> names) {}
