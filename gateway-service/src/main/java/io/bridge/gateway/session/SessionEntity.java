package io.bridge.gateway.session;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

@Entity
@Table(name = "browser_session")
class SessionEntity {
  @Id String idHash;
  UUID userId;
  byte[] sealedTokens;
  Instant tokensUntil;
  Instant usedAt;
  Instant createdAt;

  static SessionEntity from(String cookie, UUID userId, Tokens tokens, Instant now) {
    SessionEntity session = new SessionEntity();
    session.idHash = hash(cookie);
    session.userId = userId;
    session.usedAt = now;
    session.createdAt = now;
    session.keep(cookie, tokens);
    return session;
  }

  static String hash(String cookie) {
    return HexFormat.of().formatHex(Secrets.sha256(cookie));
  }

  void keep(String cookie, Tokens tokens) {
    sealedTokens = TokenSeal.seal(tokens, cookie);
    tokensUntil = tokens.until();
  }

  /** Empty where the row is not this cookie's own. */
  Optional<Tokens> tokens(String cookie) {
    return TokenSeal.open(sealedTokens, cookie, tokensUntil);
  }
}
