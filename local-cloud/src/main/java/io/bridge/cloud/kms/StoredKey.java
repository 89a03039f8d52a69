package io.bridge.cloud.kms;

import java.time.Duration;
import java.time.Instant;

/**
 * A key.
 *
 * @param primary number of the version that encrypts
 * @param rotation zero: it never rotates
 * @param rotatesAt null when it never rotates
 */
record StoredKey(
    String name, int primary, Duration rotation, Instant createdAt, Instant rotatesAt) {}
