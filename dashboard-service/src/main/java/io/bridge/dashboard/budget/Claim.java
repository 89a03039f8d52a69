package io.bridge.dashboard.budget;

import io.bridge.dashboard.query.Origin;
import java.util.UUID;

/**
 * Bytes that a query needs.
 *
 * @param id of the run; also in the job's id
 * @param bytes most that may be billed
 */
public record Claim(UUID id, UUID teamId, UUID connectionId, Origin origin, long bytes) {}
