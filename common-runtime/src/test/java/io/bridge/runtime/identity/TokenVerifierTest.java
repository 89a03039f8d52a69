package io.bridge.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.vertx.mutiny.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final String AUDIENCE = "catalog-service";
  private static final String ISSUER = "https://gateway.bridge.internal";
  private static final String SECRET_CLAIM = "very-private-value";

  private static final PublicJsonWebKey EC = TestTokens.ec("ec-1");
  private static final PublicJsonWebKey RSA = TestTokens.rsa("rsa-1", 2048);
  private static Vertx vertx;
  private static TestIssuer issuer;
  private static TokenVerifier verifier;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    issuer = new TestIssuer().shows(EC, RSA);
    Clock clock = Clock.systemUTC();
    verifier = new TokenVerifier(new JwksCache(new JwksClient(vertx, clock), clock), clock);
  }

  @AfterAll
  static void stop() {
    issuer.close();
    vertx.closeAndAwait();
  }

  @Test
  void acceptsATokenThatIsAllItMustBe() {
    JsonWebToken token = verify(TestTokens.sign(EC, "ES256", claims()), rules());

    assertEquals("someone", token.getSubject());
    assertEquals(Set.of(AUDIENCE), token.getAudience());
  }

  @Test
  void acceptsRsaWhereTheRulesSayRsa() {
    TokenRules rules = rules(SignatureAlgorithm.RS256, issuer.jwks());

    assertEquals("someone", verify(TestTokens.sign(RSA, "RS256", claims()), rules).getSubject());
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        wrong("expired long ago", c -> c.setExpirationTime(inSeconds(-3600))),
        wrong("expired a moment ago", c -> c.setExpirationTime(inSeconds(-2))),
        wrong("without expiry", c -> c.unsetClaim("exp")),
        wrong("with an expiry that is text", c -> c.setStringClaim("exp", "9999999999")),
        wrong("issued in the future", c -> c.setIssuedAt(inSeconds(90))),
        wrong("without time of issue", c -> c.unsetClaim("iat")),
        wrong("not valid yet", c -> c.setNotBefore(inSeconds(600))),
        wrong("living too long", c -> c.setExpirationTime(inSeconds(3600))),
        wrong("for another audience", c -> c.setAudience("sync-service")),
        wrong("for two audiences", c -> c.setAudience(AUDIENCE, "sync-service")),
        wrong("for a list of one audience", c -> c.setStringListClaim("aud", AUDIENCE)),
        wrong("without audience", c -> c.unsetClaim("aud")),
        wrong("of another issuer", c -> c.setIssuer(ISSUER + "/")),
        wrong("without issuer", c -> c.unsetClaim("iss")),
        wrong("without subject", c -> c.unsetClaim("sub")),
        wrong("with an empty subject", c -> c.setSubject("")),
        wrong("with a long subject", c -> c.setSubject("x".repeat(129))),
        wrong("signed in in the future", c -> c.setClaim("auth_time", inSeconds(90).getValue())),
        wrong("with a sign-in that is text", c -> c.setClaim("auth_time", "yesterday")),
        wrong("without a claim that is asked for", c -> c.unsetClaim("cid")));
  }

  @ParameterizedTest(name = "refuses a token {0}")
  @MethodSource("wrongClaims")
  void refusesWrongClaims(String name, Consumer<JwtClaims> change) {
    JwtClaims claims = claims();
    change.accept(claims);

    assertRefused(TestTokens.sign(EC, "ES256", claims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crit", "jku", "jwk", "x5u", "x5c"})
  void refusesAHeaderThatChoosesHowToVerify(String header) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setKeyIdHeaderValue("ec-1");
    switch (header) {
      case "crit" -> {
        jws.setCriticalHeaderNames("cid");
        jws.setHeader("cid", "1");
      }
      case "jwk" -> jws.setJwkHeader(EC);
      default -> jws.setHeader(header, issuer.jwks().toString());
    }

    assertRefused(TestTokens.sign(jws, EC, "ES256", claims()));
  }

  @Test
  void refusesAKeyThatTheTokenBringsAlong() {
    PublicJsonWebKey own = TestTokens.ec("ec-1");

    assertRefused(TestTokens.sign(own, "ES256", claims()));
  }

  @Test
  void refusesATokenWithoutKeyId() {
    assertRefused(TestTokens.sign(new JsonWebSignature(), EC, "ES256", claims()));
  }

  @Test
  void refusesAKeyIdThatTheIssuerDoesNotHave() {
    assertRefused(TestTokens.sign(TestTokens.ec("ec-9"), "ES256", claims()));
  }

  @Test
  void refusesATokenThatIsNotSigned() {
    String header = TestTokens.base64("{\"alg\":\"none\",\"kid\":\"ec-1\"}");

    assertRefused(header + "." + TestTokens.base64(claims().toJson()) + ".");
  }

  @Test
  void refusesASignatureMadeWithThePublicKeyAsSecret() throws JoseException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    jws.setKeyIdHeaderValue("rsa-1");
    jws.setKey(new HmacKey(RSA.getPublicKey().getEncoded()));
    jws.setPayload(claims().toJson());

    assertRefused(jws.getCompactSerialization(), rules(SignatureAlgorithm.RS256, issuer.jwks()));
  }

  @Test
  void refusesAnotherAlgorithmThanTheRulesAskFor() {
    assertRefused(TestTokens.sign(RSA, "RS256", claims()));
    assertRefused(
        TestTokens.sign(RSA, "RS512", claims()), rules(SignatureAlgorithm.RS256, issuer.jwks()));
  }

  @Test
  void refusesAKeyOfAnotherKindUnderTheAskedAlgorithm() {
    String[] parts = TestTokens.sign(RSA, "RS256", claims()).split("\\.");
    String header = TestTokens.base64("{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}");

    assertRefused(header + "." + parts[1] + "." + parts[2]);
  }

  @Test
  void refusesClaimsChangedAfterSigning() {
    String[] parts = TestTokens.sign(EC, "ES256", claims()).split("\\.");
    JwtClaims other = claims();
    other.setSubject("somebody-else");

    assertRefused(parts[0] + "." + TestTokens.base64(other.toJson()) + "." + parts[2]);
    assertRefused(parts[0] + "." + parts[1] + ".");
  }

  @Test
  void refusesAHeaderThatSaysTwoThings() {
    String[] parts = TestTokens.sign(EC, "ES256", claims()).split("\\.");
    String header = TestTokens.base64("{\"alg\":\"ES256\",\"kid\":\"ec-1\",\"kid\":\"ec-1\"}");

    assertRefused(header + "." + parts[1] + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "W10.W10.", "ü.ü.ü"})
  void refusesWhatIsNoToken(String text) {
    assertRefused(text);
  }

  @Test
  void refusesNothingAndFarTooMuch() {
    assertRefused(null);
    assertRefused("a".repeat(20_000) + ".b.c");
    JsonWebSignature jws = new JsonWebSignature();
    jws.setKeyIdHeaderValue("ec-1");
    jws.setHeader(HeaderParameterNames.TYPE, "x".repeat(9_000));
    assertRefused(TestTokens.sign(jws, EC, "ES256", claims()));
  }

  @Test
  void saysThatTheIssuerCannotBeReached() {
    TokenRules rules = rules(SignatureAlgorithm.ES256, URI.create("http://localhost:1/jwks"));
    String token = TestTokens.sign(EC, "ES256", claims());

    BridgeException failure = assertThrows(BridgeException.class, () -> verify(token, rules));

    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure.code());
  }

  @Test
  void logsNothingOfARefusedToken() {
    List<String> lines = new ArrayList<>();
    Handler handler = collecting(lines);
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    root.addHandler(handler);
    root.setLevel(Level.ALL);
    try {
      JwtClaims claims = claims();
      claims.setExpirationTime(inSeconds(-3600));
      assertRefused(TestTokens.sign(EC, "ES256", claims));
    } finally {
      root.removeHandler(handler);
      root.setLevel(before);
    }

    assertFalse(lines.stream().anyMatch(line -> line.contains(SECRET_CLAIM)), lines::toString);
    assertTrue(lines.stream().noneMatch(line -> line.contains("someone")), lines::toString);
  }

  @Test
  void acceptsNoSharedSecretAsRule() {
    assertThrows(
        IllegalArgumentException.class,
        () -> rules(SignatureAlgorithm.HS256, URI.create("http://localhost/jwks")));
  }

  private static Handler collecting(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getMessage() + " " + List.of(orNothing(line.getParameters())));
        for (Throwable t = line.getThrown(); t != null; t = t.getCause()) {
          lines.add(String.valueOf(t.getMessage()));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static Object[] orNothing(Object[] parameters) {
    return parameters == null ? new Object[0] : parameters;
  }

  private static Arguments wrong(String name, Consumer<JwtClaims> change) {
    return Arguments.of(name, change);
  }

  private static void assertRefused(String token) {
    assertRefused(token, rules());
  }

  private static void assertRefused(String token, TokenRules rules) {
    BridgeException failure = assertThrows(BridgeException.class, () -> verify(token, rules));
    assertEquals(ErrorCode.UNAUTHENTICATED, failure.code());
    assertEquals(TokenVerifier.refused().getMessage(), failure.getMessage());
    assertEquals(null, failure.getCause());
  }

  private static JsonWebToken verify(String token, TokenRules rules) {
    return verifier.verify(token, rules).await().atMost(Duration.ofSeconds(10));
  }

  private static TokenRules rules() {
    return rules(SignatureAlgorithm.ES256, issuer.jwks());
  }

  private static TokenRules rules(SignatureAlgorithm algorithm, URI jwks) {
    return new TokenRules(
        Set.of(ISSUER), AUDIENCE, algorithm, jwks, Duration.ofMinutes(5), Set.of("cid"));
  }

  private static JwtClaims claims() {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject("someone");
    claims.setIssuedAt(inSeconds(0));
    claims.setExpirationTime(inSeconds(300));
    claims.setClaim("cid", "correlation");
    claims.setClaim("private", SECRET_CLAIM);
    return claims;
  }

  private static NumericDate inSeconds(long seconds) {
    return NumericDate.fromSeconds(Clock.systemUTC().instant().getEpochSecond() + seconds);
  }
}
