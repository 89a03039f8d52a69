package io.bridge.cloud.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwt.MalformedClaimException;

/** Identity Platform's sessions: an ID token for an hour and a refresh token for the next ones. */
final class Sessions {
  static final String PASSWORD = "password";
  static final String GOOGLE = "google.com";

  private final Tokens tokens;
  private final Accounts accounts;
  private final RefreshTokens refreshTokens;
  private final Clock clock;

  Sessions(Tokens tokens, Accounts accounts, RefreshTokens refreshTokens, Clock clock) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.refreshTokens = refreshTokens;
    this.clock = clock;
  }

  /** What a client gets at sign-in. */
  record Session(String idToken, String refreshToken) {
    ObjectNode into(ObjectNode body) {
      body.put("idToken", idToken).put("refreshToken", refreshToken);
      return body.put("expiresIn", Long.toString(Tokens.LIFETIME.toSeconds()));
    }

    @Override
    public String toString() {
      return "Session";
    }
  }

  /**
   * @param provider how the person proved to be themselves
   */
  Session start(Account account, String provider) {
    var now = clock.instant();
    var grant = new Grant(account.localId(), client(provider), "", now, null);
    return new Session(idToken(account, provider, now), refreshTokens.issue(grant));
  }

  /** A new ID token; INVALID_REFRESH_TOKEN for an unknown one. The refresh token stays good. */
  Refreshed refresh(String refreshToken) {
    for (var provider : List.of(PASSWORD, GOOGLE)) {
      var grant = refreshTokens.find(refreshToken, client(provider));
      if (grant.isPresent()) {
        var account = accounts.byLocalId(grant.get().localId()).orElseThrow();
        return new Refreshed(
            account.localId(), idToken(account, provider, grant.get().signedInAt()));
      }
    }
    throw GoogleError.invalid("INVALID_REFRESH_TOKEN");
  }

  record Refreshed(String localId, String idToken) {
    @Override
    public String toString() {
      return "Refreshed[" + localId + "]";
    }
  }

  /** Whose ID token this is; INVALID_ID_TOKEN for any that is not good now. */
  Account accountOf(String idToken) {
    try {
      var localId = tokens.verifyFirebaseIdToken(idToken).getSubject();
      return accounts.byLocalId(localId).orElseThrow(() -> GoogleError.invalid("USER_NOT_FOUND"));
    } catch (MalformedClaimException _) {
      throw GoogleError.invalid("INVALID_ID_TOKEN");
    } catch (GoogleError e) {
      throw e.code() == 401 ? GoogleError.invalid("INVALID_ID_TOKEN") : e;
    }
  }

  private String idToken(Account account, String provider, Instant signedInAt) {
    var identities = new HashMap<String, Object>();
    identities.put("email", List.of(account.email()));
    if (account.google()) {
      identities.put(GOOGLE, List.of(account.googleId()));
    }
    var claims = new HashMap<String, Object>();
    claims.put("sub", account.localId());
    claims.put("user_id", account.localId());
    claims.put("email", account.email());
    claims.put("email_verified", account.emailVerified());
    claims.put("auth_time", signedInAt.getEpochSecond());
    claims.put("firebase", Map.of("identities", identities, "sign_in_provider", provider));
    if (!account.displayName().isEmpty()) {
      claims.put("name", account.displayName());
    }
    return tokens.firebaseIdToken(claims);
  }

  private static String client(String provider) {
    return "firebase:" + provider;
  }
}
