package io.bridge.catalog.connection;

import java.util.UUID;

/**
 * A connection that can be looked through.
 *
 * @param projectId the warehouse's project
 */
public record KnownConnection(UUID id, UUID teamId, String projectId) {}
