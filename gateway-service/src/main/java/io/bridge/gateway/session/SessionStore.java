package io.bridge.gateway.session;

import io.bridge.gateway.GatewayConfig;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Keeps the sessions of browsers: each ends some time after its last use, at sign-out at once. */
@ApplicationScoped
class SessionStore {
  /** So that a busy page does not write with each of its requests. */
  private static final Duration NOTICED = Duration.ofMinutes(1);

  private final SessionRepository sessions;
  private final GatewayConfig.Session limits;
  private final Clock clock;

  SessionStore(SessionRepository sessions, GatewayConfig config, Clock clock) {
    this.sessions = sessions;
    this.limits = config.session();
    this.clock = clock;
  }

  /** Also forgets the sessions that have ended. */
  @WithTransaction
  Uni<Void> open(String cookie, UUID userId, Tokens tokens) {
    Instant now = clock.instant();
    return sessions
        .deleteEnded(now.minus(limits.idle()), now.minus(limits.longest()))
        .chain(() -> sessions.persist(SessionEntity.from(cookie, userId, tokens, now)))
        .replaceWithVoid();
  }

  /** Null where there is no such session, or not any more. */
  @WithSession
  Uni<SessionEntity> find(String cookie) {
    Instant now = clock.instant();
    return sessions.findLive(
        SessionEntity.hash(cookie), now.minus(limits.idle()), now.minus(limits.longest()));
  }

  /** Writes down that the session was used, about once a minute. */
  Uni<Void> used(SessionEntity session) {
    return session.usedAt.plus(NOTICED).isAfter(clock.instant())
        ? Uni.createFrom().voidItem()
        : markUsed(session.idHash);
  }

  @WithTransaction
  Uni<Void> markUsed(String idHash) {
    return sessions.markUsed(idHash, clock.instant()).replaceWithVoid();
  }

  /** A session that has ended meanwhile stays ended. */
  @WithTransaction
  Uni<Void> renew(String cookie, Tokens tokens) {
    return sessions
        .findById(SessionEntity.hash(cookie))
        .invoke(session -> keep(session, cookie, tokens))
        .replaceWithVoid();
  }

  private static void keep(SessionEntity session, String cookie, Tokens tokens) {
    if (session != null) {
      session.keep(cookie, tokens);
    }
  }

  /** Does nothing where there is no such session. */
  @WithTransaction
  Uni<Void> close(String cookie) {
    return sessions.deleteById(SessionEntity.hash(cookie)).replaceWithVoid();
  }
}
