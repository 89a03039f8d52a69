package io.bridge.cloud.kms;

import java.time.Instant;

/**
 * A key of the topology.
 *
 * @param primary number of the version that encrypts
 * @param rotationDays 0: it never rotates
 * @param rotatesAt null when it never rotates
 */
record StoredKey(
    String name, int primary, int rotationDays, Instant createdAt, Instant rotatesAt) {}
