package io.bridge.gateway.identity;

import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.gateway.GatewayConfig;
import io.bridge.model.identity.Caller;
import io.bridge.runtime.identity.ApiGate;
import io.bridge.runtime.identity.JwksCache;
import io.bridge.runtime.identity.TokenRules;
import io.bridge.runtime.identity.TokenVerifier;
import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;

/** Lets people in: the ID token of the project's identity provider and nothing else. */
@ApplicationScoped
@Startup
class IdTokens implements ApiGate {
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private final TokenVerifier verifier;
  private final TokenRules rules;
  private final UserService users;
  private final Patience patience;

  IdTokens(
      TokenVerifier verifier,
      JwksCache keys,
      UserService users,
      Patience patience,
      GatewayConfig config) {
    GatewayConfig.IdTokens idTokens = config.idTokens();
    refuseEmulator(idTokens);
    keys.watch(idTokens.jwks());
    this.verifier = verifier;
    this.users = users;
    this.patience = patience;
    this.rules = rulesOf(idTokens);
  }

  private static void refuseEmulator(GatewayConfig.IdTokens idTokens) {
    if (idTokens.emulatorHost().isPresent()) {
      throw new IllegalStateException(
          "FIREBASE_AUTH_EMULATOR_HOST is set: its tokens are not signed. Unset it; local-cloud"
              + " signs the tokens of a local run");
    }
  }

  private static TokenRules rulesOf(GatewayConfig.IdTokens idTokens) {
    return new TokenRules(
        Set.of(idTokens.issuer()),
        idTokens.audience(),
        SignatureAlgorithm.RS256,
        idTokens.jwks(),
        MAX_LIFETIME,
        Set.of("auth_time"));
  }

  /** The first good token of a person writes them down. */
  @Override
  public Uni<Caller> admit(String rawToken) {
    return verifier
        .verify(rawToken, rules)
        .map(SignIn::of)
        .invoke(IdTokens::requireStorable)
        .chain(this::known);
  }

  private Uni<Caller> known(SignIn signIn) {
    return patience.with(users.caller(signIn));
  }

  /** The database takes no NUL; a subject with control characters is no provider's of ours. */
  private static void requireStorable(SignIn signIn) {
    if (signIn.subject().chars().anyMatch(Character::isISOControl)) {
      throw UNAUTHENTICATED.with("The token's subject cannot be stored");
    }
  }
}
