package io.bridge.connection.connection;

import java.util.UUID;

/**
 * Who wants a connection.
 *
 * @param name null: the project's id
 */
record NewConnection(UUID teamId, UUID userId, String name) {}
