package io.bridge.gateway.identity;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.Caller;
import io.bridge.runtime.ServiceConfig;
import io.bridge.runtime.identity.IdentityConfig;
import io.bridge.runtime.identity.TokenRules;
import io.bridge.runtime.identity.TokenVerifier;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Gives a service a token of the mesh for the Google ID token of its own account (RFC 8693): in its
 * own name, or in a person's place where it may.
 */
@Singleton
class TokenExchange {
  private static final Set<String> ISSUERS =
      Set.of("https://accounts.google.com", "accounts.google.com");
  private static final Duration MAX_LIFETIME = Duration.ofHours(1);

  private final TokenVerifier verifier;
  private final TokenIssuer tokens;
  private final KnownAccounts accounts;
  private final Delegation delegation;
  private final TokenRules rules;

  TokenExchange(
      TokenVerifier verifier,
      TokenIssuer tokens,
      KnownAccounts accounts,
      Delegation delegation,
      ServiceConfig service,
      IdentityConfig identity) {
    this.verifier = verifier;
    this.tokens = tokens;
    this.accounts = accounts;
    this.delegation = delegation;
    this.rules =
        new TokenRules(
            ISSUERS,
            service.url().toString(),
            SignatureAlgorithm.RS256,
            identity.googleJwks(),
            MAX_LIFETIME,
            Set.of("email"));
  }

  /**
   * Fails with {@link ExchangeRefused}, or with {@code SERVICE_UNAVAILABLE} without Google's keys.
   */
  Uni<ExchangedToken> exchange(ExchangeRequest request) {
    request.require();
    if (!accounts.isService(request.audience())) {
      throw ExchangeRefused.invalidTarget("audience must be the name of a service");
    }
    return verifier
        .verify(request.subjectToken(), rules)
        .onFailure(TokenExchange::isRefusal)
        .transform(_ -> subjectRefused())
        .chain(token -> delegation.caller(serviceOf(token), request.requestedSubject()))
        .map(caller -> issue(caller, request.audience()));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == ErrorCode.UNAUTHENTICATED;
  }

  private String serviceOf(JsonWebToken token) {
    Object verified = token.getClaim("email_verified");
    Object email = token.getClaim("email");
    return Optional.of(String.valueOf(email))
        .filter(_ -> "true".equals(String.valueOf(verified)))
        .flatMap(accounts::serviceOf)
        .orElseThrow(TokenExchange::subjectRefused);
  }

  private static ExchangeRefused subjectRefused() {
    return ExchangeRefused.invalidRequest(
        "subject_token must be a Google ID token of a service's own account for this gateway");
  }

  private ExchangedToken issue(Caller caller, String audience) {
    return ExchangedToken.bearer(tokens.issue(caller, audience));
  }
}
