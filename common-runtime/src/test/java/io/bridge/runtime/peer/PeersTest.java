package io.bridge.runtime.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.model.Page;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls to a peer and to the gateway's token exchange, both of which this test plays. */
@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PeersTest.Played.class)
class PeersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Inject Peers peers;

  @BeforeEach
  void forget() {
    Played.requests.clear();
    Played.answer(200, "{}");
  }

  @Test
  void readsWhatThePeerAnswers() {
    Played.answer(200, "{\"items\":[\"a\",\"b\"]}");

    Page<String> page =
        peers
            .send(
                PeerCall.get("played-service", "/v1/things?x=1"),
                new TypeReference<Page<String>>() {})
            .await()
            .atMost(SOON);

    assertEquals(List.of("a", "b"), page.items());
    assertEquals("GET /v1/things?x=1 Bearer token-for-the-service", Played.requests.getLast());
  }

  @Test
  void speaksForAPersonWhereItIsToldTo() {
    UUID person = UUID.randomUUID();

    peers
        .send(PeerCall.put("played-service", "/v1/things", "text").as(person), Map.class)
        .await()
        .atMost(SOON);

    assertEquals("PUT /v1/things Bearer token-for-" + person, Played.requests.getLast());
  }

  @Test
  void turnsAProblemOfThePeerBackIntoTheSameException() {
    Played.answer(
        404,
        """
        {"type":"/problems/table-not-found","status":404,"code":"TABLE_NOT_FOUND","detail":"gone",
         "violations":[{"field":"name","message":"no","line":3}]}
        """);

    BridgeException failure = failureOf(PeerCall.get("played-service", "/v1/things"));

    assertEquals(ErrorCode.TABLE_NOT_FOUND, failure.code());
    assertEquals("gone", failure.getMessage());
    assertEquals(3, failure.violations().getFirst().line());
  }

  @Test
  void callsAPeerThatAnswersNonsenseUnavailable() {
    Played.answer(500, "<html>secret</html>");
    assertUnavailable();
    Played.answer(200, "no json");
    assertUnavailable();
    Played.answer(418, "{\"code\":\"OF_ANOTHER_VERSION\"}");
    assertUnavailable();
  }

  @Test
  void saysWhenItMaySpeakForNobody() {
    UUID unknown = Played.UNKNOWN;

    BridgeException failure =
        failureOf(PeerCall.post("played-service", "/v1/things", Map.of()).as(unknown));

    assertEquals(ErrorCode.UNAUTHENTICATED, failure.code());
  }

  private void assertUnavailable() {
    BridgeException failure = failureOf(PeerCall.get("played-service", "/v1/things"));
    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure.code());
    assertTrue(failure.getMessage().contains("played-service"));
  }

  private BridgeException failureOf(PeerCall call) {
    return assertThrows(
        BridgeException.class, () -> peers.send(call, Map.class).await().atMost(SOON));
  }

  /** A gateway that exchanges tokens and a peer, on one port. */
  public static final class Played implements QuarkusTestResourceLifecycleManager {
    static final UUID UNKNOWN = UUID.fromString("00000000-0000-0000-0000-00000000dead");
    static final List<String> requests = new CopyOnWriteArrayList<>();
    private static volatile int status = 200;
    private static volatile String body = "{}";
    private HttpServer server;

    static void answer(int newStatus, String newBody) {
      status = newStatus;
      body = newBody;
    }

    @Override
    public Map<String, String> start() {
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext("/internal/token", Played::exchange);
      server.createContext("/v1", Played::peer);
      server.start();
      String url = "http://localhost:" + server.getAddress().getPort();
      return Map.of(
          "bridge.identity.gateway-url", url, "bridge.peers.\"played-service\".url", url + "/");
    }

    @Override
    public void stop() {
      server.stop(0);
    }

    private static void exchange(HttpExchange exchange) throws IOException {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String decoded = URLDecoder.decode(form, StandardCharsets.UTF_8);
      String person =
          decoded.contains("requested_subject=")
              ? decoded.replaceFirst(".*requested_subject=([0-9a-f-]{36}).*", "$1")
              : "the-service";
      if (person.equals(UNKNOWN.toString())) {
        write(exchange, 400, "{\"error\":\"invalid_subject\"}");
      } else {
        write(exchange, 200, "{\"access_token\":\"token-for-" + person + "\",\"expires_in\":300}");
      }
    }

    private static void peer(HttpExchange exchange) throws IOException {
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization"));
      write(exchange, status, body);
    }

    private static void write(HttpExchange exchange, int status, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      try (exchange) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
