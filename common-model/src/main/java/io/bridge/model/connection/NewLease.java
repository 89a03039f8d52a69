package io.bridge.model.connection;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/**
 * What a peer asks for.
 *
 * @param teamId team for which it acts; a connection of another team is not found
 */
public record NewLease(@NotNull UUID teamId, @NotNull LeasePurpose purpose) {}
