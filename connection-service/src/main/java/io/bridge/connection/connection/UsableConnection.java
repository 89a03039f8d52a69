package io.bridge.connection.connection;

import io.bridge.connection.credential.StoredCredential;
import java.util.UUID;

/** A validated connection, as a lease needs it. */
public record UsableConnection(
    UUID id, UUID teamId, String projectId, StoredCredential credential) {}
