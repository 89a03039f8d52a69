package io.bridge.runtime.identity;

import io.bridge.model.identity.Caller;
import io.bridge.runtime.ServiceConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Accepts what Pub/Sub, Cloud Tasks and Cloud Scheduler send in the push account's name. */
@ApplicationScoped
@Startup
class PushTokens {
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);
  private static final Set<String> ISSUERS =
      Set.of("https://accounts.google.com", "accounts.google.com");

  private final TokenVerifier verifier;
  private final IdentityConfig identity;
  private final ServiceConfig service;

  PushTokens(
      TokenVerifier verifier, JwksCache keys, IdentityConfig identity, ServiceConfig service) {
    this.verifier = verifier;
    this.identity = identity;
    this.service = service;
    keys.watch(identity.googleJwks());
  }

  /** The push account, where the token was made for this address and no other. */
  Uni<Caller> admit(String rawToken, String path) {
    return verifier.verify(rawToken, rulesFor(path)).map(this::callerOf);
  }

  private TokenRules rulesFor(String path) {
    return new TokenRules(
        ISSUERS,
        service.url() + path,
        SignatureAlgorithm.RS256,
        identity.googleJwks(),
        MAX_LIFETIME,
        Set.of("email"));
  }

  private Caller callerOf(JsonWebToken token) {
    Object verified = token.getClaim("email_verified");
    if (!identity.pushServiceAccount().equals(token.getClaim("email"))
        || !"true".equals(String.valueOf(verified))) {
      throw TokenVerifier.refused();
    }
    return new Caller(null, identity.pushServiceAccount(), Map.of(), Set.of());
  }
}
