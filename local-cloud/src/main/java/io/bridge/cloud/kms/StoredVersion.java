package io.bridge.cloud.kms;

import java.time.Instant;

/**
 * One version of a key.
 *
 * @param key whole name of the key
 * @param destroyAt null unless its end is planned or past
 * @param material 256 bits, null once destroyed
 */
record StoredVersion(
    String key, int number, State state, Instant createdAt, Instant destroyAt, byte[] material) {

  /** As Google's states of the same names. */
  enum State {
    ENABLED,
    DISABLED,
    DESTROY_SCHEDULED,
    DESTROYED
  }

  /**
   * @param planned when it ends; null unless that is planned
   */
  StoredVersion in(State next, Instant planned) {
    return new StoredVersion(key, number, next, createdAt, planned, material);
  }

  /** Without its material, for good. */
  StoredVersion destroyed() {
    return new StoredVersion(key, number, State.DESTROYED, createdAt, destroyAt, null);
  }

  String name() {
    return KeyName.text(key, number);
  }

  @Override
  public String toString() {
    return "StoredVersion[" + name() + ", " + state + "]";
  }
}
