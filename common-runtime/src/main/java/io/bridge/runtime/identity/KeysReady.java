package io.bridge.runtime.identity;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the keys of every issuer are there; the first probe fetches them ahead of calls. */
@Singleton
@Readiness
class KeysReady implements AsyncHealthCheck {
  private static final String NAME = "Keys of the token issuers";

  private final JwksCache cache;

  KeysReady(JwksCache cache) {
    this.cache = cache;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return cache
        .fetchMissing()
        .map(_ -> HealthCheckResponse.up(NAME))
        .onFailure()
        .recoverWithItem(HealthCheckResponse.down(NAME));
  }
}
