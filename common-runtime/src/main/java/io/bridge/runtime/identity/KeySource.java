package io.bridge.runtime.identity;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** One issuer's keys as they were last seen. */
class KeySource {
  private static final Logger LOG = Logger.getLogger(KeySource.class);
  private static final Duration BETWEEN_REFRESHES = Duration.ofMinutes(1);
  private static final Duration KEPT_ON_OUTAGE = Duration.ofHours(2);

  private final URI uri;
  private final JwksClient client;
  private final Clock clock;
  private final AtomicReference<Instant> lastRefresh = new AtomicReference<>(Instant.MIN);
  private volatile FetchedKeys fetched;

  KeySource(URI uri, JwksClient client, Clock clock) {
    this.uri = uri;
    this.client = client;
    this.clock = clock;
  }

  boolean isEmpty() {
    return fetched == null;
  }

  Uni<PublicKey> key(String kid) {
    if (isEmpty()) {
      return refresh().map(_ -> require(kid));
    }
    boolean asksAgain = isStale() || find(kid).isEmpty();
    return asksAgain && takesTurn()
        ? refreshOrKeep().map(_ -> require(kid))
        : Uni.createFrom().item(() -> require(kid));
  }

  /** Fails with {@code SERVICE_UNAVAILABLE}. */
  Uni<Void> refresh() {
    return client
        .fetch(uri)
        .onFailure()
        .invoke(e -> LOG.warnf("event=jwks-failed uri=%s error=%s", uri, e.getClass().getName()))
        .onFailure()
        .transform(_ -> JwksCache.unreachable())
        .invoke(keys -> fetched = keys)
        .replaceWithVoid();
  }

  private Uni<Void> refreshOrKeep() {
    return refresh().onFailure().recoverWithNull();
  }

  private PublicKey require(String kid) {
    if (clock.instant().isAfter(fetched.freshUntil().plus(KEPT_ON_OUTAGE))) {
      throw JwksCache.unreachable();
    }
    return find(kid).orElseThrow(TokenVerifier::refused);
  }

  private Optional<PublicKey> find(String kid) {
    return fetched.keys().find(kid);
  }

  private boolean isStale() {
    return clock.instant().isAfter(fetched.freshUntil());
  }

  /** One request a minute pays for a refresh; the others go on with what is known. */
  private boolean takesTurn() {
    Instant last = lastRefresh.get();
    Instant now = clock.instant();
    return (last == Instant.MIN || !now.isBefore(last.plus(BETWEEN_REFRESHES)))
        && lastRefresh.compareAndSet(last, now);
  }

  /**
   * @param freshUntil when to ask again
   */
  record FetchedKeys(Jwks keys, Instant freshUntil) {}
}
