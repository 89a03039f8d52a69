package io.bridge.runtime.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bridge.model.identity.Caller;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Internal tokens that were verified a moment ago. The gateway sends the same one for a minute, and
 * checking its signature again would cost more than all else that serving a cached answer does.
 * Kept by their hash, never themselves, and for a minute at most: a signing key that is withdrawn
 * counts no longer.
 */
@Singleton
class AdmittedTokens {
  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final int AT_MOST = 10_000;

  private final Clock clock;
  private final MessageDigest sha256;
  private final Cache<ByteBuffer, Admitted> tokens =
      Caffeine.newBuilder().maximumSize(AT_MOST).expireAfterWrite(KEPT).build();

  AdmittedTokens(Clock clock) {
    this.clock = clock;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Optional<Caller> find(String rawToken) {
    return Optional.ofNullable(tokens.getIfPresent(hash(rawToken)))
        .filter(admitted -> clock.instant().isBefore(admitted.until()))
        .map(Admitted::caller);
  }

  /**
   * @param expiry the token's own
   */
  void keep(String rawToken, Caller caller, Instant expiry) {
    tokens.put(hash(rawToken), new Admitted(caller, expiry));
  }

  /** A copy of a digest costs less than to look its provider up each time. */
  private ByteBuffer hash(String rawToken) {
    try {
      MessageDigest fresh = (MessageDigest) sha256.clone();
      return ByteBuffer.wrap(fresh.digest(rawToken.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Admitted(Caller caller, Instant until) {}
}
