package io.bridge.cloud.iam;

import java.time.Instant;

/**
 * An account of the project that no person is.
 *
 * @param createdAt null for one that the topology declares: it was always there
 */
public record ServiceAccount(
    String email, String displayName, String description, Instant createdAt) {

  /** The 21 digits by which Google knows it. */
  public String uniqueId() {
    return Tokens.uniqueId(email);
  }
}
