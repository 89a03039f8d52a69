package io.bridge.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.GoogleIdentity;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exchange of the process's Google token at a gateway that this test plays. */
@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class ServiceTokensTest {
  @Inject GoogleIdentity google;
  @Inject Vertx vertx;
  private final MovedClock clock = new MovedClock();
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private HttpServer gateway;
  private ServiceTokens tokens;
  private volatile int status = 200;
  private volatile int expiresIn = 300;

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    gateway = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    gateway.createContext("/internal/token", this::answer);
    gateway.start();
    tokens = new ServiceTokens(google, config(), clock, vertx);
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
    tokens.close();
  }

  @Test
  void exchangesTheProcesssTokenForOneThatThePeerTakes() {
    assertEquals("token-1", tokenFor("catalog-service"));

    String form = URLDecoder.decode(forms.getFirst(), StandardCharsets.UTF_8);
    assertTrue(form.contains("grant_type=urn:ietf:params:oauth:grant-type:token-exchange"));
    assertTrue(form.contains("subject_token_type=urn:ietf:params:oauth:token-type:id_token"));
    assertTrue(form.contains("audience=catalog-service"));
    assertTrue(form.contains("subject_token=ey"));
  }

  @Test
  void keepsATokenForAMinuteForEachPeer() {
    String first = tokenFor("catalog-service");
    clock.move(Duration.ofSeconds(50));
    assertEquals(first, tokenFor("catalog-service"));
    assertNotEquals(first, tokenFor("dashboard-service"));

    clock.move(Duration.ofSeconds(11));

    assertNotEquals(first, tokenFor("catalog-service"));
  }

  @Test
  void keepsAShortLivedTokenForHalfOfItsLife() {
    expiresIn = 20;
    String first = tokenFor("catalog-service");

    clock.move(Duration.ofSeconds(11));

    assertNotEquals(first, tokenFor("catalog-service"));
  }

  @Test
  void saysThatTheGatewayGivesNone() {
    status = 403;
    assertUnavailable();
    gateway.stop(0);
    assertUnavailable();
  }

  private void assertUnavailable() {
    BridgeException failure =
        assertThrows(BridgeException.class, () -> tokenFor("catalog-service"));
    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure.code());
  }

  private String tokenFor(String peer) {
    return tokens.forPeer(peer).await().atMost(Duration.ofSeconds(10));
  }

  private void answer(HttpExchange exchange) throws IOException {
    forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String json =
        """
        {"access_token":"token-%d","issued_token_type":"urn:ietf:params:oauth:token-type:jwt",
         "token_type":"Bearer","expires_in":%d}
        """
            .formatted(forms.size(), expiresIn);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private IdentityConfig config() {
    URI jwks =
        URI.create("http://localhost:" + gateway.getAddress().getPort() + "/.well-known/jwks.json");
    return new IdentityConfig() {
      @Override
      public String issuer() {
        return "issuer";
      }

      @Override
      public Optional<URI> gatewayJwks() {
        return Optional.of(jwks);
      }

      @Override
      public Optional<URI> gatewayUrl() {
        return Optional.empty();
      }

      @Override
      public URI googleJwks() {
        return jwks;
      }

      @Override
      public String pushServiceAccount() {
        return "push";
      }
    };
  }
}
