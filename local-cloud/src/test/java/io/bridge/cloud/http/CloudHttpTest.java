package io.bridge.cloud.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bridge.cloud.tls.LocalTrust;
import io.bridge.cloud.tls.Tls;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudHttpTest {
  @TempDir static Path dir;
  private static Vertx vertx;
  private static CloudHttp http;
  private static HttpClient client;

  /** Echoes JSON and fails in every way that an API can fail. */
  private static final class Echo implements HttpApi {
    @Override
    public void mount(Router router) {
      router
          .post("/echo")
          .handler(Json.body(1024 * 1024))
          .handler(ctx -> Blocking.json(ctx, () -> Json.read(ctx)));
      router.get("/nothing").handler(ctx -> Blocking.json(ctx, () -> null));
      router.get("/refused").handler(ctx -> ctx.fail(GoogleError.notFound("Not here")));
      router.get("/broken").handler(_ -> fail());
      router.get("/broken-later").handler(ctx -> Blocking.on(ctx, Echo::fail));
      router
          .get("/broken-midway")
          .handler(
              ctx -> {
                ctx.response().setChunked(true).write("half");
                ctx.fail(new IllegalStateException("midway"));
              });
      router.get("/unknown-caller").handler(ctx -> ctx.fail(GoogleError.unauthenticated("Who?")));
    }

    private static void fail() {
      throw new IllegalStateException("secret detail");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Tls.ensure(dir);
    vertx = Vertx.vertx();
    http = CloudHttp.start(vertx, dir, 0, List.of(new Echo()));
    client = HttpClient.newBuilder().sslContext(LocalTrust.context(dir)).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void answersAnUnknownCallWith501NamingItWithoutItsQuery() throws Exception {
    var response = get("/compute/v1/zones?key=secret");
    assertEquals(501, response.statusCode());
    var error = json(response).path("error");
    assertEquals(
        "local-cloud does not implement GET /compute/v1/zones", error.path("message").asText());
    assertEquals("UNIMPLEMENTED", error.path("status").asText());
    assertEquals("notImplemented", error.at("/errors/0/reason").asText());
    assertEquals("global", error.at("/errors/0/domain").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
  })
  void prefersTheSuiteThatIsFastWithoutTheProcessorsHelp(String version, String suite)
      throws Exception {
    assertEquals(suite, negotiated(version, List.of()));
  }

  @Test
  void servesAClientThatHasNoOtherSuite() throws Exception {
    String suite = "TLS_AES_128_GCM_SHA256";
    assertEquals(suite, negotiated("TLSv1.3", List.of(suite)));
  }

  /**
   * @param suites none for those that Java's client has
   */
  private static String negotiated(String version, List<String> suites) throws Exception {
    var sockets = LocalTrust.context(dir).getSocketFactory();
    try (var socket = (SSLSocket) sockets.createSocket("localhost", http.port())) {
      socket.setEnabledProtocols(new String[] {version});
      if (!suites.isEmpty()) {
        socket.setEnabledCipherSuites(suites.toArray(String[]::new));
      }
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void answersAnotherMethodOnAKnownPathWith501() throws Exception {
    assertEquals(501, get("/echo").statusCode());
  }

  @Test
  void answersARefusalInGooglesForm() throws Exception {
    var response = get("/refused");
    assertEquals(404, response.statusCode());
    assertEquals("NOT_FOUND", json(response).at("/error/status").asText());
    assertEquals(404, json(response).at("/error/code").asInt());
  }

  @Test
  void challengesAnUnknownCaller() throws Exception {
    var response = get("/unknown-caller");
    assertEquals(401, response.statusCode());
    assertTrue(response.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Bearer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/broken", "/broken-later"})
  void leaksNothingOfAnUnexpectedFailure(String path) throws Exception {
    var response = get(path);
    assertEquals(500, response.statusCode());
    assertFalse(response.body().contains("secret"));
  }

  @Test
  void breaksTheConnectionWhenAnAnswerFailsMidway() {
    assertThrows(IOException.class, () -> get("/broken-midway"));
  }

  @Test
  void answersNullWith204() throws Exception {
    assertEquals(204, get("/nothing").statusCode());
  }

  @Test
  void readsPlainAndGzippedJson() throws Exception {
    var plain = "{\"a\":[1,2.50,\"ü\"]}".getBytes(StandardCharsets.UTF_8);
    assertEquals("{\"a\":[1,2.50,\"ü\"]}", post(plain, null).body());
    assertEquals("{\"a\":[1,2.50,\"ü\"]}", post(gzip(plain), "gzip").body());
    assertEquals("{}", post(new byte[0], null).body());
  }

  @Test
  void refusesMalformedBodiesAndLives() throws Exception {
    assertEquals(400, post("{\"a\":".getBytes(StandardCharsets.UTF_8), null).statusCode());
    assertEquals(400, post("{} {}".getBytes(StandardCharsets.UTF_8), null).statusCode());
    assertEquals(
        400, post("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8), null).statusCode());
    assertEquals(400, post("no gzip".getBytes(StandardCharsets.UTF_8), "gzip").statusCode());
    var cut = gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    assertEquals(400, post(Arrays.copyOf(cut, cut.length - 6), "gzip").statusCode());
    assertEquals(415, post(new byte[] {1}, "br").statusCode());
    assertEquals(400, post("[".repeat(500).getBytes(StandardCharsets.UTF_8), null).statusCode());
    assertEquals(400, post(new byte[] {(byte) 0xff, (byte) 0xfe, 0}, null).statusCode());
    assertEquals("{}", post(new byte[0], null).body());
  }

  @Test
  void refusesBodiesThatAreTooLargeOnTheWireOrUnpacked() throws Exception {
    assertEquals(413, post(new byte[2 * 1024 * 1024], null).statusCode());
    var bomb = gzip(new byte[80 * 1024 * 1024]);
    assertTrue(bomb.length < 1024 * 1024);
    assertEquals(413, post(bomb, "gzip").statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%zz",
        "/%",
        "/%c0%ae%c0%ae/x",
        "/a/%00",
        "/..%2f..%2fetc",
        "//",
        "/a?%zz=%",
        "*"
      })
  void answersAMalformedPathWithARefusal(String path) throws Exception {
    var answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(answer.matches("(?s)HTTP/1\\.1 (400|404|501) .*"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nbad header\u0001: x\r\n\r\n"
      })
  void survivesWhatIsNoHttp(String request) throws Exception {
    var answer = raw(request);
    assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/\\d\\.\\d [45].*"), answer);
    assertEquals(204, get("/nothing").statusCode());
  }

  @Test
  void refusesAnEndlessHeader() throws Exception {
    var answer = raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(100_000) + "\r\n\r\n");
    assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
  }

  @Test
  void isTrustedOnlyThroughItsOwnAuthority() {
    try (var stranger = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri("/nothing")).build();
      assertThrows(
          SSLHandshakeException.class, () -> stranger.send(request, BodyHandlers.discarding()));
    }
  }

  @Test
  void namesAPortThatIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var port = taken.getLocalPort();
      var failure =
          assertThrows(
              PortTaken.class, () -> CloudHttp.start(vertx, dir, port, List.of(new Echo())));
      assertTrue(failure.getMessage().contains("Port " + port));
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(byte[] body, String encoding) throws Exception {
    var request = HttpRequest.newBuilder(uri("/echo")).POST(BodyPublishers.ofByteArray(body));
    if (encoding != null) {
      request.header("Content-Encoding", encoding);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String raw(String request) throws Exception {
    var sockets = client.sslContext().getSocketFactory();
    try (var socket = sockets.createSocket("127.0.0.1", http.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      var answer = new byte[4096];
      int length = socket.getInputStream().read(answer);
      return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.UTF_8);
    } catch (SocketException _) {
      return "";
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    var node = Json.read(response.body().getBytes(StandardCharsets.UTF_8));
    return node == null ? JsonNodeFactory.instance.objectNode() : node;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static URI uri(String path) {
    return URI.create("https://localhost:" + http.port() + path);
  }
}
