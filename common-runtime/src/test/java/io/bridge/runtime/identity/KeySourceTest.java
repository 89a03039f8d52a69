package io.bridge.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.vertx.mutiny.core.Vertx;
import java.security.PublicKey;
import java.time.Duration;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {
  private static final PublicJsonWebKey FIRST = TestTokens.ec("first");
  private static final PublicJsonWebKey SECOND = TestTokens.ec("second");

  private final MovedClock clock = new MovedClock();
  private final Vertx vertx = Vertx.vertx();
  private TestIssuer issuer;
  private JwksCache cache;

  @BeforeEach
  void start() {
    issuer = new TestIssuer().shows(FIRST);
    cache = new JwksCache(new JwksClient(vertx, clock), clock);
  }

  @AfterEach
  void stop() {
    issuer.close();
    vertx.closeAndAwait();
  }

  @Test
  void fetchesOnceForManyTokens() {
    assertEquals(FIRST.getPublicKey(), key("first"));
    assertEquals(FIRST.getPublicKey(), key("first"));

    assertEquals(1, issuer.fetches());
  }

  @Test
  void findsAKeyThatWasRotatedIn() {
    key("first");
    issuer.shows(FIRST, SECOND);

    assertEquals(SECOND.getPublicKey(), key("second"));
  }

  @Test
  void asksForUnknownIdsOnceAMinute() {
    key("first");
    for (int i = 0; i < 5; i++) {
      assertFailsWith(ErrorCode.UNAUTHENTICATED, "junk-" + i);
    }
    assertEquals(2, issuer.fetches());
    issuer.shows(FIRST, SECOND);
    assertFailsWith(ErrorCode.UNAUTHENTICATED, "second");

    clock.move(Duration.ofSeconds(61));

    assertEquals(SECOND.getPublicKey(), key("second"));
    assertEquals(3, issuer.fetches());
  }

  @Test
  void dropsAKeyThatTheIssuerTookAway() {
    key("first");
    issuer.shows(SECOND);
    clock.move(Duration.ofMinutes(61));

    assertFailsWith(ErrorCode.UNAUTHENTICATED, "first");
  }

  @Test
  void keepsTheKeysThroughAnOutage() {
    key("first");
    issuer.answers(503);
    clock.move(Duration.ofMinutes(60 + 119));

    assertEquals(FIRST.getPublicKey(), key("first"));

    clock.move(Duration.ofMinutes(2));
    assertFailsWith(ErrorCode.SERVICE_UNAVAILABLE, "first");
    issuer.answers(200);
    clock.move(Duration.ofMinutes(2));
    assertEquals(FIRST.getPublicKey(), key("first"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"EC\"}]}", "<html>"})
  void takesNoKeySetThatIsNone(String body) {
    issuer.says(body);

    assertFailsWith(ErrorCode.SERVICE_UNAVAILABLE, "first");
  }

  @Test
  void takesNoWeakKeyAndNoneForEncryption() {
    PublicJsonWebKey forEncryption = TestTokens.ec("encryption");
    forEncryption.setUse("enc");
    issuer.shows(FIRST, TestTokens.rsa("weak", 1024), forEncryption, TestTokens.ec(null));

    assertFailsWith(ErrorCode.UNAUTHENTICATED, "weak");
    assertFailsWith(ErrorCode.UNAUTHENTICATED, "encryption");
  }

  @Test
  void asksAgainNoEarlierThanInFiveMinutesAndNoLaterThanInADay() {
    issuer.cacheControl("no-store");
    key("first");
    clock.move(Duration.ofMinutes(4));
    key("first");
    assertEquals(1, issuer.fetches());
    issuer.cacheControl("max-age=999999999");
    clock.move(Duration.ofMinutes(2));
    key("first");
    assertEquals(2, issuer.fetches());

    clock.move(Duration.ofHours(25));
    key("first");

    assertEquals(3, issuer.fetches());
  }

  @Test
  void isReadyWhenEveryWatchedKeyIsThere() {
    KeysReady ready = new KeysReady(cache);
    cache.watch(issuer.jwks());
    issuer.answers(500);
    assertEquals("DOWN", status(ready));

    issuer.answers(200);

    assertEquals("UP", status(ready));
    int fetches = issuer.fetches();
    assertEquals("UP", status(ready));
    assertEquals(fetches, issuer.fetches());
    assertTrue(cache.fetchMissing().await().atMost(Duration.ofSeconds(1)) == null);
  }

  private static String status(KeysReady ready) {
    return ready.call().await().atMost(Duration.ofSeconds(10)).getStatus().name();
  }

  private PublicKey key(String kid) {
    return cache.key(issuer.jwks(), kid).await().atMost(Duration.ofSeconds(10));
  }

  private void assertFailsWith(ErrorCode code, String kid) {
    assertEquals(code, assertThrows(BridgeException.class, () -> key(kid)).code());
  }
}
