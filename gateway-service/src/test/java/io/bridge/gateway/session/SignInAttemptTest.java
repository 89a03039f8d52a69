package io.bridge.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInAttemptTest {
  private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void itsCookieHoldsAllOfIt() {
    SignInAttempt attempt = SignInAttempt.to("/console/dashboards/a?team=1&p.x=%20y");
    assertEquals(Optional.of(attempt), SignInAttempt.read(attempt.cookie()));
    assertTrue(attempt.isAnsweredBy(attempt.state()));
    assertFalse(attempt.isAnsweredBy(null));
    assertFalse(attempt.isAnsweredBy(attempt.state() + "x"));
    assertFalse(attempt.toString().contains(attempt.verifier()));
  }

  /** The example of RFC 7636, appendix B. */
  @Test
  void theChallengeIsTheVerifiersHash() {
    String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    SignInAttempt attempt = new SignInAttempt("s", verifier, "n", "/console/");
    assertEquals("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", attempt.challenge());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b.c.d", "....", "x.x.x.x.x"})
  void textThatIsNoAttemptIsNone(String text) {
    assertEquals(Optional.empty(), SignInAttempt.read(text));
  }

  @Test
  void aForgedTargetLeadsHome() {
    SignInAttempt good = SignInAttempt.to("/console/");
    String start = good.state() + "." + good.verifier() + "." + good.nonce() + ".";
    String evil = Secrets.base64("//evil.example".getBytes(StandardCharsets.UTF_8));
    assertEquals("/console/", SignInAttempt.read(start + evil).orElseThrow().to());
    assertEquals("/console/", SignInAttempt.read(start + "%%%").orElseThrow().to());
  }

  @Test
  void tokensOpenWithTheirOwnCookieOnly() {
    Tokens tokens = new Tokens("id", "refresh", UNTIL);
    byte[] sealed = TokenSeal.seal(tokens, "cookie");
    assertEquals(Optional.of(tokens), TokenSeal.open(sealed, "cookie", UNTIL));
    assertEquals(Optional.empty(), TokenSeal.open(sealed, "another", UNTIL));
    sealed[sealed.length - 1] ^= 1;
    assertEquals(Optional.empty(), TokenSeal.open(sealed, "cookie", UNTIL));
    assertEquals(Optional.empty(), TokenSeal.open(new byte[3], "cookie", UNTIL));
    assertNotEquals(
        new String(TokenSeal.seal(tokens, "cookie"), StandardCharsets.ISO_8859_1),
        new String(TokenSeal.seal(tokens, "cookie"), StandardCharsets.ISO_8859_1));
    assertEquals("Tokens[until 2026-01-01T00:00:00Z]", tokens.toString());
  }
}
