package io.bridge.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.TestConfig;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {

  @Test
  void overTlsCookiesAreBoundToTheHost() {
    Console console = at("https://bridge.example");
    NewCookie cookie = console.session("x", Duration.ofHours(1));
    assertEquals("__Host-bridge_sid", cookie.getName());
    assertEquals("__Host-bridge_state", console.signInCookie());
    assertTrue(cookie.isSecure());
    assertTrue(cookie.isHttpOnly());
    assertEquals("/", cookie.getPath());
    assertEquals(null, cookie.getDomain());
    assertEquals(NewCookie.SameSite.STRICT, cookie.getSameSite());
    assertEquals("https://bridge.example/api/auth/callback", console.callback().toString());
  }

  @Test
  void onThisMachineNoTlsIsNeeded() {
    NewCookie cookie = at("http://localhost:8080/").session("x", Duration.ofHours(1));
    assertEquals("bridge_sid", cookie.getName());
    assertFalse(cookie.isSecure());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://bridge.example",
        "ftp://localhost",
        "https://bridge.example/console",
        "/console",
        "https:bridge"
      })
  void refusesAnAddressWhereASessionWouldNotBeSafe(String url) {
    assertThrows(IllegalStateException.class, () -> at(url));
  }

  private static Console at(String url) {
    return new Console(TestConfig.with(Map.of("bridge.gateway.console-url", url)));
  }
}
