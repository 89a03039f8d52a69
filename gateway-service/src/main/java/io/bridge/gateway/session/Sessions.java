package io.bridge.gateway.session;

import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.gateway.identity.Patience;
import io.bridge.model.error.BridgeException;
import io.bridge.model.identity.Caller;
import io.bridge.runtime.identity.ApiGate;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Says who a browser's cookie speaks for: its ID token is judged like one that a program sends. */
@ApplicationScoped
class Sessions {
  /** A token that ends sooner is renewed before it is used. */
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final SessionStore store;
  private final IdentityPlatform platform;
  private final ApiGate gate;
  private final Patience patience;
  private final Clock clock;

  Sessions(
      SessionStore store, IdentityPlatform platform, ApiGate gate, Patience patience, Clock clock) {
    this.patience = patience;
    this.store = store;
    this.platform = platform;
    this.gate = gate;
    this.clock = clock;
  }

  /**
   * Starts a session for the tokens' owner, after the token was judged.
   *
   * @return its cookie, which nobody else ever had
   */
  Uni<String> open(Tokens tokens) {
    String cookie = Secrets.fresh();
    return gate.admit(tokens.idToken())
        .chain(caller -> store.open(cookie, caller.userId(), tokens))
        .replaceWith(cookie);
  }

  /**
   * The person with the teams and roles of now. Fails with {@code UNAUTHENTICATED} where the
   * session has ended and {@code SERVICE_UNAVAILABLE} where that cannot be told now.
   */
  Uni<Caller> admit(String cookie) {
    return patience
        .with(store.find(cookie))
        .onItem()
        .ifNull()
        .failWith(Sessions::ended)
        .call(store::used)
        .chain(session -> current(session, cookie))
        .chain(tokens -> gate.admit(tokens.idToken()));
  }

  private Uni<Tokens> current(SessionEntity session, String cookie) {
    Tokens tokens = session.tokens(cookie).orElseThrow(Sessions::ended);
    return clock.instant().plus(EARLY).isBefore(tokens.until())
        ? Uni.createFrom().item(tokens)
        : renewed(tokens, cookie);
  }

  /** Two requests at once renew twice; the provider allows that, and both tokens are good. */
  private Uni<Tokens> renewed(Tokens old, String cookie) {
    return platform
        .refresh(old.refreshToken())
        .call(fresh -> store.renew(cookie, fresh))
        .onFailure(failure -> isRefusal(failure))
        .call(_ -> store.close(cookie))
        .onFailure(failure -> !isRefusal(failure) && clock.instant().isBefore(old.until()))
        .recoverWithItem(old);
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == UNAUTHENTICATED;
  }

  private static BridgeException ended() {
    return UNAUTHENTICATED.with("The session has ended; sign in again");
  }

  /** Ends the session in every process at once: nothing of it is kept in memory. */
  Uni<Void> close(String cookie) {
    return store.close(cookie);
  }
}
