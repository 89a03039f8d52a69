package io.bridge.cloud.iam;

import io.bridge.cloud.store.PrivateFiles;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Mints and verifies every kind of token, with keys that outlive the process ({@code <dir>/iam}).
 * Whoever can read that folder can mint anything: a tool or test on the same machine opens it and
 * takes an access token of {@link #adminEmail()}, which may do everything.
 */
public final class Tokens {
  /** Issuer of Google's OIDC tokens. */
  public static final String GOOGLE = "https://accounts.google.com";

  /** How long access and ID tokens are good, as Google's. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private static final String GOOGLE_KEY = "google";
  private static final String FIREBASE_KEY = "firebase";

  private final String project;
  private final Clock clock;
  private final SigningKeys keys;
  private final AccessTokens accessTokens;

  private Tokens(Path dir, String project, Clock clock) {
    this.project = project;
    this.clock = clock;
    this.keys = new SigningKeys(dir.resolve("keys"));
    this.accessTokens = new AccessTokens(dir, clock);
  }

  /**
   * @param dir the root of all state, as in {@link io.bridge.cloud.LocalCloudConfig#dir()}
   */
  public static Tokens open(Path dir, String project, Clock clock) {
    return new Tokens(PrivateFiles.directory(dir.resolve("iam")), project, clock);
  }

  /** The principal that holds every permission; for tests and tools only. */
  public String adminEmail() {
    return "admin@" + project + ".iam.gserviceaccount.com";
  }

  /** OAuth access token of a service account. */
  public String accessToken(String saEmail, Duration lifetime) {
    return accessTokens.issue(new Principal(saEmail, Principal.SERVICE_ACCOUNT), lifetime);
  }

  public String accessToken(String saEmail) {
    return accessToken(saEmail, LIFETIME);
  }

  /** OAuth access token of a service account that is good for these scopes only. */
  public String accessToken(String saEmail, Set<String> scopes) {
    return accessTokens.issue(new Principal(saEmail, Principal.SERVICE_ACCOUNT, scopes), LIFETIME);
  }

  /** OAuth access token of a person. */
  public String userAccessToken(String email) {
    return accessTokens.issue(new Principal(email, Principal.USER), LIFETIME);
  }

  /** Who holds this access token; fails with a 401 {@code GoogleError}. */
  public Principal verifyAccessToken(String token) {
    return accessTokens.verify(token);
  }

  /** Google-signed OIDC token of a service account, for the audience alone. */
  public String oidcToken(String saEmail, String audience, Duration lifetime) {
    var claims = issuedNow(GOOGLE, lifetime);
    claims.setSubject(uniqueId(saEmail));
    claims.setAudience(audience);
    claims.setStringClaim("azp", uniqueId(saEmail));
    claims.setStringClaim("email", saEmail);
    claims.setClaim("email_verified", true);
    return Jwts.sign(keys.of(GOOGLE_KEY), claims);
  }

  /**
   * ID token of a person who signed in with Google.
   *
   * @param claims added to iss, iat and exp; must hold {@code sub} and {@code aud}
   */
  public String googleIdToken(Map<String, ?> claims) {
    return signed(GOOGLE_KEY, issuedNow(GOOGLE, LIFETIME), claims);
  }

  /**
   * ID token of Identity Platform for this project.
   *
   * @param claims added to iss, aud, iat and exp, and able to replace them; must hold {@code sub}
   */
  public String firebaseIdToken(Map<String, ?> claims) {
    var base = issuedNow(firebaseIssuer(), LIFETIME);
    base.setAudience(project);
    return signed(FIREBASE_KEY, base, claims);
  }

  /** Claims of a Google ID token of ours; fails with a 401 {@code GoogleError}. */
  public JwtClaims verifyGoogleIdToken(String token) {
    return Jwts.verify(keys.of(GOOGLE_KEY), token, GOOGLE, now());
  }

  /** Claims of a Firebase ID token of ours; fails with a 401 {@code GoogleError}. */
  public JwtClaims verifyFirebaseIdToken(String token) {
    return Jwts.verify(keys.of(FIREBASE_KEY), token, firebaseIssuer(), now());
  }

  /** JWKS of Google's OIDC tokens. */
  public String googleKeySet() {
    return Jwts.keySet(List.of(keys.of(GOOGLE_KEY)));
  }

  /** The same keys as certificates: JSON of key id to PEM. */
  public String googleCertificates() {
    return Certificates.of(keys.of(GOOGLE_KEY), clock.instant());
  }

  /** JWKS of Firebase ID tokens. */
  public String firebaseKeySet() {
    return Jwts.keySet(List.of(keys.of(FIREBASE_KEY)));
  }

  /** The same keys as certificates: JSON of key id to PEM. */
  public String firebaseCertificates() {
    return Certificates.of(keys.of(FIREBASE_KEY), clock.instant());
  }

  /** Signs with a service account's own key: RSASSA-PKCS1-v1_5, SHA-256. */
  public byte[] sign(String saEmail, byte[] input) {
    return keys.of(account(saEmail)).sign(input);
  }

  public PublicKey publicKey(String saEmail) {
    return keys.of(account(saEmail)).open();
  }

  /** Id of a service account's own key. */
  public String keyId(String saEmail) {
    return keys.of(account(saEmail)).id();
  }

  /** The 21 digits by which Google knows an account; always the same for one address. */
  public static String uniqueId(String email) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var hash = new BigInteger(1, sha.digest(email.getBytes(StandardCharsets.UTF_8)));
      return "1" + "%020d".formatted(hash.mod(BigInteger.TEN.pow(20)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(String key, JwtClaims base, Map<String, ?> more) {
    more.forEach(base::setClaim);
    return Jwts.sign(keys.of(key), base);
  }

  private JwtClaims issuedNow(String issuer, Duration lifetime) {
    var claims = new JwtClaims();
    var now = now();
    claims.setIssuer(issuer);
    claims.setIssuedAt(now);
    claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + lifetime.toSeconds()));
    return claims;
  }

  private NumericDate now() {
    return NumericDate.fromSeconds(clock.instant().getEpochSecond());
  }

  private String firebaseIssuer() {
    return "https://securetoken.google.com/" + project;
  }

  private static String account(String email) {
    return "account:" + email;
  }
}
