package io.bridge.runtime.identity;

import io.bridge.model.identity.Caller;
import io.smallrye.mutiny.Uni;

/**
 * Decides who calls {@code /v1/**}. The default bean accepts the mesh's internal token; a service
 * that offers its own bean of this type replaces it.
 *
 * <p>A bean that verifies with other keys says so to {@link JwksCache#watch} in its constructor and
 * is annotated {@code @Startup}, so that the service is not ready before they are there.
 */
@FunctionalInterface
public interface ApiGate {
  /**
   * The caller that the raw token (without {@code Bearer}) speaks for. Fails with {@code
   * UNAUTHENTICATED} where it does not hold and {@code SERVICE_UNAVAILABLE} where that cannot be
   * told now. The failure never contains anything of the token.
   */
  Uni<Caller> admit(String rawToken);
}
