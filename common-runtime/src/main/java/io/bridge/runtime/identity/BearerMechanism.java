package io.bridge.runtime.identity;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.identity.Caller;
import io.bridge.runtime.problem.ProblemResponse;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the bearer token and lets the path decide who judges it. */
@Singleton
class BearerMechanism implements HttpAuthenticationMechanism {
  private static final String SCHEME = "Bearer ";

  private final ApiGate api;
  private final PushTokens push;

  BearerMechanism(ApiGate api, PushTokens push) {
    this.api = api;
    this.push = push;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    return bearerOf(context)
        .flatMap(token -> judge(context.normalizedPath(), token))
        .map(caller -> caller.map(c -> identify(context, c)).onFailure().transform(this::failure))
        .orElseGet(() -> Uni.createFrom().nullItem());
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    ProblemResponse.write(context, TokenVerifier.refused());
    return Uni.createFrom().item(true);
  }

  private Optional<Uni<Caller>> judge(String path, String token) {
    if (path.startsWith("/v1/")) {
      return Optional.of(api.admit(token));
    }
    if (path.startsWith("/events/") || path.startsWith("/internal/")) {
      return Optional.of(push.admit(token, path));
    }
    return Optional.empty();
  }

  private static Optional<String> bearerOf(RoutingContext context) {
    List<String> headers = context.request().headers().getAll("Authorization");
    return headers.size() == 1 && headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(headers.get(0).substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  private static SecurityIdentity identify(RoutingContext context, Caller caller) {
    CurrentCaller.remember(context, caller);
    String name = caller.userId() == null ? caller.service() : caller.userId().toString();
    return QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name)).build();
  }

  private Throwable failure(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == ErrorCode.UNAUTHENTICATED
        ? new AuthenticationFailedException()
        : failure;
  }
}
