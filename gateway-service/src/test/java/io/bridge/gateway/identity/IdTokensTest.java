package io.bridge.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.GatewayConfig;
import io.bridge.gateway.TestConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdTokensTest {

  @Test
  void doesNotStartBesideAnEmulatorThatSignsNothing() {
    GatewayConfig config = TestConfig.with(Map.of("FIREBASE_AUTH_EMULATOR_HOST", "localhost:9099"));
    Exception e =
        assertThrows(
            IllegalStateException.class, () -> new IdTokens(null, null, null, null, config));
    assertTrue(e.getMessage().contains("FIREBASE_AUTH_EMULATOR_HOST"));
  }

  @Test
  void theProjectDecidesWhoseTokensCount() {
    GatewayConfig.IdTokens idTokens = TestConfig.with(Map.of()).idTokens();
    assertEquals("https://securetoken.google.com/bridge-test", idTokens.issuer());
    assertEquals("bridge-test", idTokens.audience());
    assertTrue(idTokens.emulatorHost().isEmpty());
    assertEquals(Duration.ofMillis(1500), idTokens.lookupTimeout());
    assertEquals(
        URI.create(
            "https://www.googleapis.com/service_accounts/v1/jwk/"
                + "securetoken@system.gserviceaccount.com"),
        idTokens.jwks());
  }
}
