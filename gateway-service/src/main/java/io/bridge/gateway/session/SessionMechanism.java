package io.bridge.gateway.session;

import static io.bridge.model.error.ErrorCode.CROSS_SITE_REQUEST;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.model.error.BridgeException;
import io.bridge.model.identity.Caller;
import io.bridge.runtime.identity.CurrentCaller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Lets a signed-in browser in below {@code /v1}. A request that brings the header {@code
 * Authorization} is judged by that alone, good or bad.
 */
@Singleton
class SessionMechanism implements HttpAuthenticationMechanism {
  private final Sessions sessions;
  private final Console console;

  SessionMechanism(Sessions sessions, Console console) {
    this.sessions = sessions;
    this.console = console;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    Cookie cookie = context.request().getCookie(console.sessionCookie());
    if (cookie == null
        || context.request().headers().contains("Authorization")
        || !context.normalizedPath().startsWith("/v1/")) {
      return Uni.createFrom().nullItem();
    }
    return caller(context, cookie.getValue())
        .map(caller -> identify(context, caller))
        .onFailure(SessionMechanism::isRefusal)
        .transform(_ -> new AuthenticationFailedException());
  }

  private Uni<Caller> caller(RoutingContext context, String cookie) {
    if (!console.isOwn(context.request())) {
      return Uni.createFrom()
          .failure(CROSS_SITE_REQUEST.with("Only the console's own pages may use its session"));
    }
    return Secrets.isOne(cookie)
        ? sessions.admit(cookie)
        : Uni.createFrom().failure(new AuthenticationFailedException());
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == UNAUTHENTICATED;
  }

  private static SecurityIdentity identify(RoutingContext context, Caller caller) {
    context.put(CurrentCaller.class.getName(), caller);
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(caller.userId().toString()))
        .build();
  }

  /** The bearer mechanism speaks for both. */
  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().nullItem();
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    return Uni.createFrom().item(false);
  }

  @Override
  public int getPriority() {
    return HttpAuthenticationMechanism.DEFAULT_PRIORITY - 1;
  }
}
