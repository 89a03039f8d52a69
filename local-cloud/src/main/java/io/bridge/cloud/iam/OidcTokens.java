package io.bridge.cloud.iam;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * OIDC tokens of accounts, each used for a while: a signature costs more than the call it signs.
 */
final class OidcTokens {
  private static final Duration LIFETIME = Duration.ofHours(1);

  /** So that what is sent with a token has most of its lifetime left. */
  private static final Duration USED = Duration.ofMinutes(10);

  private static final int MOST_KEPT = 1000;

  private final Tokens tokens;
  private final Clock clock;
  private final Map<Wanted, Minted> kept = new LinkedHashMap<>();

  OidcTokens(Tokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  private record Wanted(String saEmail, String audience) {}

  private record Minted(String token, Instant until) {}

  synchronized String get(String saEmail, String audience) {
    Wanted wanted = new Wanted(saEmail, audience);
    Instant now = clock.instant();
    Minted minted = kept.get(wanted);
    // A clock that was set back must not keep a token in use for ever.
    if (minted != null
        && now.isBefore(minted.until)
        && now.isAfter(minted.until.minus(USED.multipliedBy(2)))) {
      return minted.token;
    }
    String token = tokens.oidcToken(saEmail, audience, LIFETIME);
    kept.remove(wanted);
    kept.put(wanted, new Minted(token, now.plus(USED)));
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return token;
  }
}
