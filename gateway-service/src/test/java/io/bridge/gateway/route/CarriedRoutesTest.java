package io.bridge.gateway.route;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.bridge.gateway.LogCapture;
import io.bridge.gateway.Raw;
import io.bridge.gateway.Upstream;
import io.netty.util.internal.PlatformDependent;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class CarriedRoutesTest {
  /** Four times what the memory may grow by, in either direction. */
  private static final long LARGE = 256L << 20;

  private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final String token = Forge.token();

  @BeforeEach
  void forget() {
    Upstream.SEEN.clear();
  }

  @Test
  void theServiceGetsTheMeshsTokenInThePlaceOfThePersons() throws Exception {
    // Given
    String me = me().get("/v1/me").path("id");
    String team = me().body(Map.of("name", "T " + UUID.randomUUID())).post("/v1/teams").path("id");
    // When
    me().header("x-correlation-id", "corr-1").get("/v1/tables/x").then().statusCode(200);
    // Then
    Upstream.Seen seen = Upstream.SEEN.remove();
    JsonWebSignature token = new JsonWebSignature();
    token.setCompactSerialization(
        seen.headers().get("authorization").substring("Bearer ".length()));
    PublicJsonWebKey key = publishedKey(token.getKeyIdHeaderValue());
    token.setKey(key.getPublicKey());
    assertEquals("ES256", token.getAlgorithmHeaderValue());
    assertTrue(token.verifySignature());
    JwtClaims claims = JwtClaims.parse(token.getPayload());
    assertEquals("https://gateway.bridge.internal", claims.getIssuer());
    assertEquals("catalog-service", claims.getClaimValue("aud"));
    assertEquals(me, claims.getSubject());
    assertEquals(Map.of(team, "OWNER"), claims.getClaimValue("teams"));
    assertEquals(List.of("USER"), claims.getClaimValue("roles"));
    assertEquals("corr-1", seen.headers().get("x-correlation-id"));
    assertEquals(300, claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
    assertNull(claims.getClaimValue("svc"));
  }

  @Test
  void sendsTheSameTokenUntilTheRightsChange() {
    // Given
    me().get("/v1/tables/x").then().statusCode(200);
    me().get("/v1/tables/x").then().statusCode(200);
    String first = Upstream.SEEN.remove().headers().get("authorization");
    String second = Upstream.SEEN.remove().headers().get("authorization");
    // When
    me().contentType("application/json")
        .body(Map.of("name", "Another " + UUID.randomUUID()))
        .post("/v1/teams")
        .then()
        .statusCode(201);
    // Then
    me().get("/v1/tables/x").then().statusCode(200);
    String third = Upstream.SEEN.remove().headers().get("authorization");
    assertEquals(first, second);
    assertNotEquals(first, third);
  }

  private static PublicJsonWebKey publishedKey(String id) throws Exception {
    String keys = given().get("/.well-known/jwks.json").asString();
    assertFalse(keys.contains("\"d\""), "no private part");
    return (PublicJsonWebKey) new JsonWebKeySet(keys).findJsonWebKey(id, "EC", "sig", "ES256");
  }

  @Test
  void eachRouteHasItsService() throws Exception {
    for (String path : List.of("/v1/uploads", "/v1/uploads/1", "/v1/uploads/1/x")) {
      me().get(path).then().statusCode(200);
      assertEquals("sync-service", audience(Upstream.SEEN.remove()));
    }
    me().get("/v1/connections/1/datasets").then().statusCode(200);
    assertEquals("catalog-service", audience(Upstream.SEEN.remove()));
  }

  private static Object audience(Upstream.Seen seen) throws Exception {
    JsonWebSignature token = new JsonWebSignature();
    token.setCompactSerialization(seen.headers().get("authorization").substring(7));
    return JwtClaims.parse(token.getUnverifiedPayload()).getClaimValue("aud");
  }

  @Test
  void pathAndQueryArriveAsTheyWereSent() {
    me().urlEncodingEnabled(false)
        .get("/v1/tables/a%20b%C3%A9/c?x=1&y=%2F%2e%2e&z")
        .then()
        .statusCode(200);
    assertEquals("/v1/tables/a%20b%C3%A9/c?x=1&y=%2F%2e%2e&z", Upstream.SEEN.remove().uri());
  }

  @Test
  void anAliasArrivesAsTheCanonicalPath() {
    me().get("/api/catalog/tables/7/columns?pageSize=2").then().statusCode(200);
    assertEquals("/v1/tables/7/columns?pageSize=2", Upstream.SEEN.remove().uri());
  }

  @Test
  void onlyHeadersThatAServiceMayBelieveInArrive() {
    me().header("accept-language", "fr")
        .header("if-none-match", "\"1\"")
        .header("idempotency-key", "k1")
        .header("x-forwarded-for", "1.2.3.4")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "for=1.2.3.4")
        .header("x-real-ip", "1.2.3.4")
        .header("cookie", "a=b")
        .header("x-http-method-override", "DELETE")
        .header("x-original-url", "/internal/token")
        .header("x-goog-iap-jwt-assertion", "x")
        .header("x-serverless-authorization", "Bearer x")
        .header("baggage", "a=b")
        .header("tracestate", "a=b")
        .header("proxy-authorization", "x")
        .header("te", "trailers")
        .header("x-correlation-id", "not valid!")
        .get("/v1/tables/x")
        .then()
        .statusCode(200);
    Upstream.Seen seen = Upstream.SEEN.remove();
    assertEquals("fr", seen.headers().get("accept-language"));
    assertEquals("\"1\"", seen.headers().get("if-none-match"));
    assertEquals("k1", seen.headers().get("idempotency-key"));
    assertTrue(seen.headers().get("x-correlation-id").matches(UUID_FORM));
    assertTrue(seen.headers().get("host").startsWith("127.0.0.1"));
    for (String name :
        List.of(
            "x-forwarded-for",
            "x-forwarded-host",
            "forwarded",
            "x-real-ip",
            "cookie",
            "x-http-method-override",
            "x-original-url",
            "x-goog-iap-jwt-assertion",
            "x-serverless-authorization",
            "baggage",
            "tracestate",
            "proxy-authorization",
            "te")) {
      assertFalse(seen.headers().contains(name), name);
    }
  }

  @Test
  void headersNamedByConnectionDoNotArrive() throws IOException {
    Raw.get(
        "/v1/tables/x",
        "Authorization: Bearer " + token,
        "Connection: idempotency-key",
        "Idempotency-Key: k");
    assertFalse(Upstream.SEEN.remove().headers().contains("connection"));
  }

  @Test
  void whatTheServiceSaysOfItselfStaysInside() {
    Response response = me().get("/v1/tables/talkative");
    response
        .then()
        .statusCode(200)
        .body(is("ok"))
        .header("etag", "\"7\"")
        .header("cache-control", "private, max-age=10")
        .header("server", nullValue())
        .header("x-powered-by", nullValue())
        .header("set-cookie", nullValue())
        .header("access-control-allow-origin", nullValue())
        .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        .header("x-correlation-id", matchesPattern(UUID_FORM));
    assertEquals(1, response.headers().getValues("x-correlation-id").size());
    assertEquals(1, response.headers().getValues("cache-control").size());
    assertEquals(1, response.headers().getValues("date").size());
  }

  @Test
  void aServicesProblemPassesAsItIs() {
    me().get("/v1/tables/problem")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body(is("{\"code\":\"SCHEMA_DRIFT\",\"status\":422}"));
  }

  @Test
  void aServiceThatRefusesTheMeshsTokenDoesNotSendThePersonToSignInAgain() {
    unavailable(me().get("/v1/tables/refusing"), "catalog-service");
  }

  @Test
  void aServiceThatIsNotThereIsSaidSoInTwoSeconds() {
    long start = System.nanoTime();
    unavailable(me().get("/v1/gone/1"), "gone-service");
    unavailable(me().body("x".repeat(500_000)).post("/v1/gone/1"), "gone-service");
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(4));
  }

  @Test
  void aServiceThatSaysNothingIsGivenUp() {
    me().get("/v1/silent/1").then().time(lessThan(15L), TimeUnit.SECONDS).statusCode(503);
  }

  private static void unavailable(Response response, String service) {
    response
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", "1")
        .body("code", is("SERVICE_UNAVAILABLE"))
        .body("detail", is("The " + service + " does not answer; try again"))
        .body("traceId", is(response.header("x-correlation-id")));
    assertTrue(response.<String>path("instance").startsWith("/v1/"));
  }

  @Test
  void aServiceThatBreaksOffBreaksOffForTheCallerToo() {
    HttpRequest request = request("http://localhost:8081", "/v1/tables/broken").GET().build();
    HttpClient client = HttpClient.newHttpClient();
    assertThrows(IOException.class, () -> client.send(request, BodyHandlers.ofString()));
  }

  @Test
  void anUnknownAddressIsAProblem() {
    me().get("/v1/nowhere").then().statusCode(404).body("code", is("ROUTE_NOT_FOUND"));
    me().get("/v1/uploadsx").then().statusCode(404).body("code", is("ROUTE_NOT_FOUND"));
    me().delete("/v1/me").then().statusCode(405).body("code", is("METHOD_NOT_ALLOWED"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PURGE"})
  void everyMethodArrives(String method) throws Exception {
    HttpRequest request =
        request("http://localhost:8081", "/v1/tables/x")
            .method(method, BodyPublishers.noBody())
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertEquals(method, Upstream.SEEN.remove().method());
  }

  @Test
  void bodiesOfKnownAndUnknownLengthPassOverHttp1AndHttp2() throws Exception {
    byte[] body = "0123456789".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
    for (String origin : List.of("http://localhost:8081", "https://localhost:8444")) {
      HttpClient client = HttpClient.newHttpClient();
      for (var publisher :
          List.of(
              BodyPublishers.ofByteArray(body),
              BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)))) {
        HttpResponse<byte[]> response =
            client.send(
                request(origin, "/v1/tables/echo").POST(publisher).build(),
                BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode());
        assertEquals(body.length, response.body().length, origin + " " + response.version());
      }
    }
  }

  @Test
  void httpsSpeaksHttp2() throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                request("https://localhost:8444", "/v1/tables/x").GET().build(),
                BodyHandlers.ofString());
    assertEquals(HttpClient.Version.HTTP_2, response.version());
    assertEquals("here", response.body());
  }

  @Test
  void eventsPassOneByOneAndTheServiceLearnsWhenTheCallerLeaves() throws Exception {
    try (Socket socket = new Socket("localhost", 8081)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /v1/tables/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                  + "Last-Event-ID: 0\r\nAuthorization: Bearer "
                  + token
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      readUntil(in, "data: first");
      Upstream.signal("second-event").complete(null);
      readUntil(in, "data: second");
    }
    Upstream.signal("caller-left").get(10, TimeUnit.SECONDS);
    assertEquals("0", Upstream.SEEN.remove().headers().get("last-event-id"));
  }

  private static void readUntil(BufferedReader in, String line) throws IOException {
    for (String read = in.readLine(); !line.equals(read); read = in.readLine()) {
      assertNotNull(read, "ended before " + line);
    }
  }

  @Test
  void aLargeBodyEachWayLeavesNoTraceInMemory() throws Exception {
    // Given
    long before = usedMemory();
    // When
    long[] received = {0};
    HttpResponse<InputStream> down =
        HttpClient.newHttpClient()
            .send(
                request("http://localhost:8081", "/v1/tables/source?bytes=" + LARGE).build(),
                BodyHandlers.ofInputStream());
    try (InputStream body = down.body()) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        received[0] += n;
      }
    }
    // Then
    assertEquals(LARGE, received[0]);
    long sunkBefore = Upstream.SUNK.get();
    try (Socket socket = upload(LARGE, "/v1/tables/sink")) {
      byte[] chunk = new byte[64 * 1024];
      for (long sent = 0; sent < LARGE; sent += chunk.length) {
        socket.getOutputStream().write(chunk);
      }
      assertTrue(statusLine(socket).contains("200"));
    }
    assertEquals(LARGE, Upstream.SUNK.get() - sunkBefore);
    assertTrue(usedMemory() - before < 64L << 20, "grew by " + (usedMemory() - before));
  }

  @Test
  void aSlowReaderSlowsTheServiceAndIsMissedWhenItLeaves() throws Exception {
    try (LogCapture log = LogCapture.open()) {
      // Given
      CompletableFuture<String> end = log.line("route=/v1/tables/source");
      long before = Upstream.POURED.get();
      // When
      try (Socket socket = new Socket("localhost", 8081)) {
        socket
            .getOutputStream()
            .write(
                ("GET /v1/tables/source?bytes="
                        + LARGE
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        byte[] buffer = new byte[16 * 1024];
        for (long read = 0; read < LARGE / 8; read += socket.getInputStream().read(buffer)) {
          long ahead = Upstream.POURED.get() - before - read;
          assertTrue(ahead < LARGE / 8, "the service is " + ahead + " bytes ahead");
        }
      }
      // Then
      end.get(20, TimeUnit.SECONDS);
      assertTrue(Upstream.POURED.get() - before < LARGE / 2);
    }
  }

  private Socket upload(long bytes, String path) throws IOException {
    Socket socket = new Socket("localhost", 8081);
    socket.setSoTimeout(60_000);
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
            + bytes
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() + PlatformDependent.usedDirectMemory();
  }

  private HttpRequest.Builder request(String origin, String pathAndQuery) {
    return HttpRequest.newBuilder(URI.create(origin + pathAndQuery))
        .header("Authorization", "Bearer " + token);
  }

  private RequestSpecification me() {
    return given().header("Authorization", "Bearer " + token).contentType("application/json");
  }
}
