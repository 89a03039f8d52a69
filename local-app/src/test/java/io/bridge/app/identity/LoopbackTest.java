package io.bridge.app.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopbackTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void givesTheCodeOfTheRightAnswerAfterWrongOnes() throws IOException, InterruptedException {
    try (Loopback loopback = Loopback.listen("right")) {
      assertEquals(400, get(loopback, "?code=evil&state=wrong").statusCode());
      assertEquals(400, get(loopback, "?code=evil").statusCode());
      assertEquals(400, get(loopback, "?state=right").statusCode());
      assertEquals(400, get(loopback, "?state=right&code=a&error=b").statusCode());
      assertEquals(400, get(loopback, "").statusCode());
      assertEquals(400, get(loopback, "?state=%zz&code=x&=y&flag").statusCode());
      assertEquals(404, get(loopback, "/other?state=right&code=x").statusCode());

      HttpResponse<String> page = get(loopback, "?state=right&code=the%2Fcode");

      assertEquals(200, page.statusCode());
      assertEquals("no-store", page.headers().firstValue("cache-control").orElse(""));
      assertEquals("no-referrer", page.headers().firstValue("referrer-policy").orElse(""));
      assertFalse(page.body().contains("the/code"));
      assertEquals("the/code", loopback.awaitCode(PATIENCE));
    }
  }

  @Test
  void tellsThatThePersonRefused() throws IOException, InterruptedException {
    try (Loopback loopback = Loopback.listen("right")) {
      get(loopback, "?state=right&error=access_denied");

      BridgeException e = assertThrows(BridgeException.class, () -> loopback.awaitCode(PATIENCE));

      assertTrue(e.getMessage().contains("access_denied"));
    }
  }

  @Test
  void refusesOtherMethodsAndOtherNamesOfThisMachine() throws IOException {
    try (Loopback loopback = Loopback.listen("right")) {
      assertTrue(raw(loopback, "POST", "127.0.0.1:" + port(loopback)).contains("404"));
      assertTrue(raw(loopback, "GET", "rebound.example").contains("404"));
    }
  }

  @Test
  void listensOnTheLoopbackAddressOnly() {
    try (Loopback loopback = Loopback.listen("right")) {
      assertEquals("127.0.0.1", loopback.redirectUri().getHost());
    }
  }

  private static int port(Loopback loopback) {
    return loopback.redirectUri().getPort();
  }

  private static HttpResponse<String> get(Loopback loopback, String rest)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(loopback.redirectUri() + safe(rest))).build(),
          BodyHandlers.ofString());
    }
  }

  /** The client's URI refuses a broken escape; one that decodes to a wrong state does as well. */
  private static String safe(String rest) {
    return rest.replace("%zz", "%25zz");
  }

  private static String raw(Loopback loopback, String method, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port(loopback))) {
      String request =
          method
              + " /callback?state=right&code=x HTTP/1.1\r\nHost: "
              + host
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
    }
  }

  /** The example of RFC 7636, appendix B. */
  @Test
  void makesTheChallengeOfTheRfc() {
    Pkce pkce = new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "s", "n");

    assertEquals("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", pkce.challenge());
  }

  @Test
  void makesOtherSecretsEachTime() {
    Pkce one = Pkce.fresh();
    Pkce other = Pkce.fresh();

    assertNotEquals(one.verifier(), other.verifier());
    assertNotEquals(one.state(), one.nonce());
    assertEquals(43, one.verifier().length());
    assertEquals("Pkce[secret]", one.toString());
  }
}
