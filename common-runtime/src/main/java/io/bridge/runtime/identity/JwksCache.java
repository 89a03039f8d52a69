package io.bridge.runtime.identity;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The public keys of the issuers, fetched without blocking. Fresh for as long as the issuer says (5
 * minutes to a day), kept for at least two hours more while the issuer does not answer; an id that
 * is not known asks again, at most once a minute, so that a rotation works and junk costs nothing.
 */
@ApplicationScoped
public class JwksCache {
  private final Map<URI, KeySource> sources = new ConcurrentHashMap<>();
  private final JwksClient client;
  private final Clock clock;

  JwksCache(JwksClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Makes the service's readiness wait for these keys. */
  public void watch(URI jwks) {
    source(jwks);
  }

  /**
   * The issuer's key of this id. Fails with {@code UNAUTHENTICATED} where the issuer has none and
   * with {@code SERVICE_UNAVAILABLE} where the issuer was never reached.
   */
  public Uni<PublicKey> key(URI jwks, String kid) {
    return source(jwks).key(kid);
  }

  /** Fetches what is still missing; fails with {@code SERVICE_UNAVAILABLE} while one is. */
  Uni<Void> fetchMissing() {
    List<Uni<Void>> missing =
        sources.values().stream().filter(KeySource::isEmpty).map(KeySource::refresh).toList();
    return missing.isEmpty()
        ? Uni.createFrom().voidItem()
        : Uni.join().all(missing).andFailFast().replaceWithVoid();
  }

  private KeySource source(URI jwks) {
    return sources.computeIfAbsent(jwks, uri -> new KeySource(uri, client, clock));
  }

  static BridgeException unreachable() {
    return ErrorCode.SERVICE_UNAVAILABLE.with("The keys of a token's issuer cannot be fetched");
  }
}
