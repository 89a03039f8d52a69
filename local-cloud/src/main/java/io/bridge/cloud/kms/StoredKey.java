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
    String name, int primary, Duration rotation, Instant createdAt, Instant rotatesAt) {

  /** With another version that encrypts. */
  StoredKey promoting(int number) {
    return new StoredKey(name, number, rotation, createdAt, rotatesAt);
  }

  StoredKey rotatingAt(Duration period, Instant next) {
    return new StoredKey(name, primary, period, createdAt, next);
  }
}
