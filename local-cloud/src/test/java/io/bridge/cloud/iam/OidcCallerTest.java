package io.bridge.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OidcCallerTest {
  private static final String PUSH = "bridge-push@p.iam.gserviceaccount.com";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private record Received(Map<String, List<String>> headers, String body) {}

  @TempDir Path dir;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer service;
  private Tokens tokens;
  private Vertx vertx;
  private OidcCaller caller;

  @BeforeEach
  void start() throws IOException {
    tokens = Tokens.open(dir, "p", Clock.systemUTC());
    vertx = Vertx.vertx();
    caller = new OidcCaller(vertx, tokens, Clock.systemUTC());
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    service.createContext("/", this::answer);
    service.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    caller.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    service.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(new Received(Map.copyOf(exchange.getRequestHeaders()), body));
    var path = exchange.getRequestURI().getPath();
    if (path.equals("/never")) {
      awaitEnd();
    }
    exchange.getResponseHeaders().set("Location", url("/elsewhere").toString());
    exchange.sendResponseHeaders(
        Integer.parseInt(path.equals("/never") ? "200" : path.substring(1)), -1);
    exchange.close();
  }

  @Test
  void postsWithATokenForTheAudience() throws Exception {
    int status = post("/204", Map.of("X-Task", "1", "Content-Type", "application/json"));

    assertEquals(204, status);
    var request = received.take();
    assertEquals("hello", request.body());
    assertEquals(List.of("1"), request.headers().get("X-task"));
    var token = request.headers().get("Authorization").getFirst().substring("Bearer ".length());
    var claims = tokens.verifyGoogleIdToken(token);
    assertEquals(PUSH, claims.getStringClaimValue("email"));
    assertEquals(List.of("https://audience/x"), claims.getAudience());
  }

  @Test
  void usesATokenAgainForTheSameAudienceOnly() throws Exception {
    post("/200", Map.of());
    var first = received.take().headers().get("Authorization");

    post("/200", Map.of());
    caller
        .post(url("/200"), PUSH, "other", Map.of(), new byte[0], LIMIT)
        .toCompletableFuture()
        .join();

    assertEquals(first, received.take().headers().get("Authorization"));
    var other = received.take().headers().get("Authorization").getFirst();
    assertEquals(
        List.of("other"),
        tokens.verifyGoogleIdToken(other.substring("Bearer ".length())).getAudience());
  }

  @Test
  void sendsNoTokenForNobody() throws Exception {
    caller.post(url("/200"), "", "", Map.of(), new byte[0], LIMIT).toCompletableFuture().join();

    assertNull(received.take().headers().get("Authorization"));
  }

  @Test
  void leavesOutHeadersThatBelongToTheConnectionOrTheToken() throws Exception {
    post("/200", Map.of("Host", "evil", "content-length", "3", "AUTHORIZATION", "Basic x"));
    var request = received.take();
    assertEquals("hello", request.body());
    assertEquals(
        List.of("localhost:" + service.getAddress().getPort()), request.headers().get("Host"));
    assertEquals(1, request.headers().get("Authorization").size());
  }

  @Test
  void reportsARedirectAndDoesNotFollowIt() {
    assertEquals(302, post("/302", Map.of()));
    assertEquals(1, received.size());
  }

  @Test
  void failsWhereNobodyListens() {
    int port = service.getAddress().getPort();
    service.stop(0);
    var failure = assertThrows(CompletionException.class, () -> post("/200", Map.of()));
    assertInstanceOf(ConnectException.class, failure.getCause(), "port " + port);
  }

  @Test
  void failsWhenNoAnswerComesInTime() {
    var call =
        caller
            .post(url("/never"), PUSH, "a", Map.of(), new byte[0], Duration.ofMillis(100))
            .toCompletableFuture();
    var failure = assertThrows(CompletionException.class, call::join);
    assertInstanceOf(HttpTimeoutException.class, failure.getCause());
  }

  @Test
  void failsForAHeaderThatIsNone() {
    assertThrows(CompletionException.class, () -> post("/200", Map.of("bad header", "\r\n")));
  }

  private int post(String path, Map<String, String> headers) {
    var body = "hello".getBytes(StandardCharsets.UTF_8);
    return caller
        .post(url(path), PUSH, "https://audience/x", headers, body, LIMIT)
        .toCompletableFuture()
        .join()
        .status();
  }

  private URI url(String path) {
    return URI.create("http://localhost:" + service.getAddress().getPort() + path);
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
