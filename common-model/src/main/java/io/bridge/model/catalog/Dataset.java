package io.bridge.model.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A dataset of the warehouse as the last scan saw it.
 *
 * @param fqn {@code project.dataset}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dataset(
    UUID id,
    UUID teamId,
    UUID connectionId,
    String name,
    String fqn,
    String description,
    String location,
    Instant lastModified,
    Instant scannedAt) {}
