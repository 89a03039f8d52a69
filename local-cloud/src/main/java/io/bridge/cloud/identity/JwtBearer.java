package io.bridge.cloud.identity;

import io.bridge.cloud.iam.AccountKey;
import io.bridge.cloud.iam.Scopes;
import io.bridge.cloud.iam.ServiceAccounts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * Assertions of RFC 7523: a service account says who it is with a key that was issued here. What a
 * key does not sign, or signed for another audience or too long ago, is {@code invalid_grant}.
 */
record JwtBearer(ServiceAccounts accounts, Clock clock) {
  /** Where Google's own clients send assertions, and so what they name as the audience. */
  private static final Set<String> GOOGLE =
      Set.of(
          "https://oauth2.googleapis.com/token",
          "https://www.googleapis.com/oauth2/v4/token",
          "https://accounts.google.com/o/oauth2/token");

  private static final int MAX_SCOPES = 10;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** What the assertion is good for. */
  record Subject(String email, Set<String> scopes) {}

  /**
   * @param own this server's token URL, an audience as good as Google's
   */
  Subject verify(String assertion, String own) throws OAuthError {
    try {
      var jws = parsed(assertion);
      var claims = JwtClaims.parse(jws.getUnverifiedPayload());
      requireSignature(jws, keys(claims, jws.getKeyIdHeaderValue()));
      requireAudience(claims, own);
      requireTime(claims);
      requireNobodyElse(claims);
      return new Subject(claims.getIssuer(), scopes(claims));
    } catch (JoseException | InvalidJwtException | MalformedClaimException _) {
      // Their messages hold the assertion's content.
      throw new OAuthError("invalid_grant", "Invalid JWT");
    }
  }

  private static JsonWebSignature parsed(String assertion) throws JoseException {
    var jws = new JsonWebSignature();
    jws.setAlgorithmConstraints(
        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256));
    jws.setCompactSerialization(assertion);
    return jws;
  }

  /** Google's own library for Node names no key: then it may be any of the account's. */
  private List<AccountKey> keys(JwtClaims claims, String keyId)
      throws OAuthError, MalformedClaimException {
    var email = claims.getIssuer();
    if (email == null || accounts.find(email).isEmpty()) {
      throw new OAuthError("invalid_grant", "Invalid grant: account not found");
    }
    return keyId == null ? accounts.keys(email) : accounts.key(email, keyId).stream().toList();
  }

  private static void requireSignature(JsonWebSignature jws, List<AccountKey> keys)
      throws OAuthError, JoseException {
    for (var key : keys) {
      jws.setKey(key.open());
      if (jws.verifySignature()) {
        return;
      }
    }
    throw badSignature();
  }

  private static OAuthError badSignature() {
    return new OAuthError("invalid_grant", "Invalid JWT Signature.");
  }

  private static void requireAudience(JwtClaims claims, String own)
      throws OAuthError, MalformedClaimException {
    var audience = claims.getAudience();
    if (audience.size() != 1 || !(audience.contains(own) || GOOGLE.contains(audience.getFirst()))) {
      throw new OAuthError(
          "invalid_grant",
          "Invalid JWT: Failed audience check. The right audience is"
              + " https://oauth2.googleapis.com/token");
    }
  }

  private void requireTime(JwtClaims claims) throws OAuthError, MalformedClaimException {
    var issued = claims.getIssuedAt();
    var expires = claims.getExpirationTime();
    long now = clock.instant().getEpochSecond();
    if (issued == null
        || expires == null
        || issued.getValue() > now + SKEW.toSeconds()
        || expires.getValue() <= now
        || expires.getValue() < issued.getValue()
        || expires.getValue() - issued.getValue() > LONGEST.toSeconds()) {
      throw new OAuthError(
          "invalid_grant",
          "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
              + " timeframe. Check your iat and exp values in the JWT claim.");
    }
  }

  /** Speaking for a person takes domain-wide delegation, which nobody has here. */
  private static void requireNobodyElse(JwtClaims claims)
      throws OAuthError, MalformedClaimException {
    var subject = claims.getSubject();
    if (subject != null && !subject.equals(claims.getIssuer())) {
      throw new OAuthError(
          "unauthorized_client",
          "Client is unauthorized to retrieve access tokens using this method, or client not"
              + " authorized for any of the scopes requested.");
    }
  }

  private static Set<String> scopes(JwtClaims claims) throws OAuthError, MalformedClaimException {
    var text = claims.getStringClaimValue("scope");
    var asked = text == null ? List.<String>of() : List.of(text.strip().split(" +"));
    if (asked.isEmpty() || asked.size() > MAX_SCOPES || !asked.stream().allMatch(Scopes::known)) {
      throw new OAuthError("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }
    return Set.copyOf(asked);
  }
}
