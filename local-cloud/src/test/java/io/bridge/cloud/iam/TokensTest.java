package io.bridge.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String ACCOUNT = "sync-service@p.iam.gserviceaccount.com";
  private static final Clock NOW = Clock.systemUTC();

  @TempDir static Path dir;
  private Tokens tokens;

  @BeforeEach
  void open() {
    tokens = Tokens.open(dir, "p", NOW);
  }

  @Test
  void verifiesItsAccessTokensAlsoAfterARestart() {
    var service = tokens.accessToken(ACCOUNT);
    var person = tokens.userAccessToken("ann@example.com");
    var later = Tokens.open(dir, "p", NOW);

    assertEquals(new Principal(ACCOUNT, "serviceAccount"), later.verifyAccessToken(service));
    assertEquals(new Principal("ann@example.com", "user"), later.verifyAccessToken(person));
  }

  @Test
  void refusesAnExpiredAccessToken() {
    var token = tokens.accessToken(ACCOUNT, Duration.ofHours(1));
    var later = Tokens.open(dir, "p", Clock.offset(NOW, Duration.ofMinutes(61)));
    assertUnauthenticated(() -> later.verifyAccessToken(token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ya29.", "ya29..", "ya29.e30.", "ya29.%%%.%%%", "abc", "a.b.c"})
  void refusesWhatIsNoAccessToken(String token) {
    assertUnauthenticated(() -> tokens.verifyAccessToken(token));
  }

  @Test
  void refusesAlteredAndForeignAccessTokens(@TempDir Path elsewhere) {
    var token = tokens.accessToken(ACCOUNT);
    var claims =
        "{\"email\":\""
            + tokens.adminEmail()
            + "\",\"kind\":\"serviceAccount\",\"exp\":9999999999}";
    var forged =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));

    assertUnauthenticated(
        () -> tokens.verifyAccessToken("ya29." + forged + token.substring(token.lastIndexOf('.'))));
    assertUnauthenticated(() -> tokens.verifyAccessToken("x".repeat(100_000)));
    var foreign = Tokens.open(elsewhere, "p", NOW).accessToken(ACCOUNT);
    assertUnauthenticated(() -> tokens.verifyAccessToken(foreign));
  }

  @Test
  void neverTakesAnIdTokenForAnAccessToken() {
    var idToken = tokens.oidcToken(ACCOUNT, "https://a", Tokens.LIFETIME);
    assertUnauthenticated(() -> tokens.verifyAccessToken(idToken));
  }

  @Test
  void givesOidcTokensThatTheKeySetVerifies() throws Exception {
    var token = tokens.oidcToken(ACCOUNT, "https://svc/events/sync", Duration.ofHours(1));
    var claims =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(keys(tokens.googleKeySet()))
            .setExpectedIssuer("https://accounts.google.com")
            .setExpectedAudience("https://svc/events/sync")
            .setRequireExpirationTime()
            .setRequireIssuedAt()
            .build()
            .processToClaims(token);

    assertEquals(List.of("https://svc/events/sync"), claims.getAudience());
    assertEquals(ACCOUNT, claims.getStringClaimValue("email"));
    assertEquals(true, claims.getClaimValue("email_verified"));
    assertTrue(claims.getSubject().matches("\\d{21}"));
    assertEquals(claims.getSubject(), claims.getStringClaimValue("azp"));
    assertEquals(3600, claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
  }

  @Test
  void keepsThePurposesApart() {
    var google = tokens.googleIdToken(Map.of("sub", "1", "aud", "c"));
    var firebase = tokens.firebaseIdToken(Map.of("sub", "1"));

    assertNotEquals(tokens.googleKeySet(), tokens.firebaseKeySet());
    assertUnauthenticated(() -> tokens.verifyFirebaseIdToken(google));
    assertUnauthenticated(() -> tokens.verifyGoogleIdToken(firebase));
    assertNotEquals(tokens.keyId(ACCOUNT), tokens.keyId("other@p.iam.gserviceaccount.com"));
  }

  @Test
  void refusesUnsignedExpiredAndForeignIdTokensWithoutTellingTheirClaims(@TempDir Path elsewhere)
      throws Exception {
    var good = tokens.firebaseIdToken(Map.of("sub", "someone-secret"));
    assertEquals("someone-secret", tokens.verifyFirebaseIdToken(good).getSubject());

    var unsigned = new JsonWebSignature();
    unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    unsigned.setAlgorithmHeaderValue("none");
    unsigned.setPayload(
        "{\"iss\":\"https://securetoken.google.com/p\",\"sub\":\"someone-secret\",\"exp\":9999999999}");
    var none = unsigned.getCompactSerialization();
    var expired =
        Tokens.open(dir, "p", Clock.offset(NOW, Duration.ofHours(-2)))
            .firebaseIdToken(Map.of("sub", "someone-secret"));
    var foreign = Tokens.open(elsewhere, "p", NOW).firebaseIdToken(Map.of("sub", "someone-secret"));
    var otherProject = Tokens.open(dir, "q", NOW).firebaseIdToken(Map.of("sub", "x"));

    for (var bad : List.of(none, expired, foreign, otherProject, "", "a.b", good + "x")) {
      var failure = assertUnauthenticated(() -> tokens.verifyFirebaseIdToken(bad));
      assertFalse(failure.getMessage().contains("someone-secret"));
    }
  }

  @Test
  void signsWithTheAccountsOwnKey() throws Exception {
    var message = "GOOG4-RSA-SHA256\n…".getBytes(StandardCharsets.UTF_8);
    var signature = tokens.sign(ACCOUNT, message);

    var verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(Tokens.open(dir, "p", NOW).publicKey(ACCOUNT));
    verifier.update(message);
    assertTrue(verifier.verify(signature));
    verifier.initVerify(tokens.publicKey("other@p.iam.gserviceaccount.com"));
    verifier.update(message);
    assertFalse(verifier.verify(signature));
  }

  @Test
  void keepsKeysPrivateAndKeySetsPublic() throws Exception {
    tokens.googleKeySet();
    try (var files = Files.walk(dir.resolve("iam"))) {
      for (var file :
          files.filter(Files::isRegularFile).filter(it -> !it.endsWith(".lock")).toList()) {
        var mode = Files.getPosixFilePermissions(file);
        assertEquals("rw-------", PosixFilePermissions.toString(mode), file.toString());
      }
    }
    assertFalse(tokens.googleKeySet().contains("\"d\""));
    assertTrue(tokens.googleKeySet().contains("\"kid\""));
  }

  @Test
  void saysNothingSecretOfItself() {
    assertFalse(new SigningKeys(dir).of("x").toString().contains("RSA"));
  }

  private static GoogleError assertUnauthenticated(Executable call) {
    var failure = assertThrows(GoogleError.class, call);
    assertEquals(401, failure.code());
    return failure;
  }

  private static JwksVerificationKeyResolver keys(String set) throws Exception {
    return new JwksVerificationKeyResolver(new JsonWebKeySet(set).getJsonWebKeys());
  }
}
