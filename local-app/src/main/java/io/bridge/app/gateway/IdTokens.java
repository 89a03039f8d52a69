package io.bridge.app.gateway;

import io.bridge.app.http.Time;
import io.bridge.app.identity.IdentityPlatform;
import io.bridge.app.session.Session;
import io.bridge.app.session.SessionStore;
import java.time.Duration;

/** The ID token that is valid now; renewed before it expires. Safe for use by several threads. */
final class IdTokens {
  /** A token that expires on the way is refused at its end. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final IdentityPlatform platform;
  private final SessionStore store;
  private final Time time;
  private Session session;

  IdTokens(Session session, SessionStore store, IdentityPlatform platform, Time time) {
    this.session = session;
    this.store = store;
    this.platform = platform;
    this.time = time;
  }

  /**
   * @throws io.bridge.model.error.BridgeException {@code UNAUTHENTICATED} where the session ended
   */
  synchronized String current() {
    Session.Tokens tokens = session.tokens();
    boolean fresh =
        tokens.idToken() != null
            && tokens.idTokenExpiresAt() != null
            && time.now().plus(MARGIN).isBefore(tokens.idTokenExpiresAt());
    return fresh ? tokens.idToken() : renew();
  }

  /** A token other than the refused one: renewed, unless another thread has done so. */
  synchronized String instead(String refused) {
    return refused.equals(session.tokens().idToken()) ? renew() : session.tokens().idToken();
  }

  private String renew() {
    session = session.with(platform.refresh(session.tokens().refreshToken()));
    store.save(session);
    return session.tokens().idToken();
  }
}
