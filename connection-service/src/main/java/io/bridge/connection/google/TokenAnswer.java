package io.bridge.connection.google;

import java.time.Instant;

/** What the token endpoint said. */
public sealed interface TokenAnswer {
  /**
   * @param value bearer token; a secret
   */
  record Granted(String value, Instant expiresAt) implements TokenAnswer {
    /** The token must not reach a log. */
    @Override
    public String toString() {
      return "Granted[until " + expiresAt + "]";
    }
  }

  /** The key was deleted, or the account was disabled or deleted. */
  record Refused() implements TokenAnswer {}
}
