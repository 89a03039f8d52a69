package io.bridge.gateway.route;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.bridge.gateway.LogCapture;
import io.bridge.gateway.Raw;
import io.bridge.gateway.Upstream;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class GuardTest {
  private final String token = Forge.token();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/tables/../../internal/outbox/relay",
        "/v1/tables/%2e%2e/%2e%2e/internal/outbox/relay",
        "/v1/tables/..%2finternal",
        "/v1/tables/.%2e/q/health",
        "/v1/tables/%252e%252e/q",
        "/v1/tables%2f..%2f..%2fq/health",
        "/v1/tables/x%00",
        "/v1//tables",
        "//v1/tables",
        "/v1/tables/x;a=b",
        "/v1/tables/%5c..",
        "/./v1/tables",
        "http://127.0.0.1:1/v1/tables"
      })
  void refusesAPathThatTwoReadersMayReadInTwoWays(String target) throws IOException {
    int carried = Upstream.COUNT.get();
    String answer = Raw.get(target, "Authorization: Bearer " + token);
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertEquals(carried, Upstream.COUNT.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/tables\\..\\q", "/v1/tables/%zz", "/v1/ta bles", "v1/tables", "*"})
  void aTargetThatIsNoPathIsNotCarried(String target) throws IOException {
    int carried = Upstream.COUNT.get();
    String answer = Raw.get(target, "Authorization: Bearer " + token);
    assertTrue(answer.matches("(?s)HTTP/1.[01] 40[04] .*"), answer);
    assertEquals(carried, Upstream.COUNT.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/q/health/ready", "/internal/loads", "/events/sync", "/internal/outbox/relay"})
  void aServicesInnerAddressesAreNotReached(String path) {
    int carried = Upstream.COUNT.get();
    me().get(path);
    me().post(path);
    me().get("/v1" + path).then().statusCode(404);
    assertEquals(carried, Upstream.COUNT.get());
  }

  @Test
  void refusesHttp10() throws IOException {
    String request = "GET /v1/me HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    assertTrue(Raw.send(request).contains(" 400 "));
  }

  @Test
  void refusesTwoLengths() throws IOException {
    String answer =
        Raw.send(
            "POST /v1/tables/echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "0\r\n\r\nGET /v1/me HTTP/1.1\r\n\r\n");
    assertFalse(answer.substring(1).contains("HTTP/1.1 200 OK\r\n\r\nHTTP"), answer);
    assertTrue(answer.indexOf("HTTP/1.1", 1) < 0, "one answer only: " + answer);
  }

  @Test
  void refusesHeadersAboveTheirLimit() throws IOException {
    String answer = Raw.get("/v1/me", "X-Big: " + "a".repeat(17_000));
    assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
  }

  @Test
  void refusesABodyAboveTheLimitForItsOwnResourcesOnly() throws IOException {
    byte[] big = new byte[1_100_000];
    me().body(big).post("/v1/tables/sink").then().statusCode(200);
    me().body(big)
        .post("/v1/teams")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("code", is("PAYLOAD_TOO_LARGE"));
    String chunk = "80000\r\n" + "a".repeat(0x80000) + "\r\n";
    String answer =
        Raw.send(
            "POST /v1/teams HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n"
                + "9\r\n{\"name\":\"\r\n"
                + chunk.repeat(4)
                + "0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
  }

  @Test
  void everyAnswerTellsABrowserToTrustNothing() {
    for (var answer :
        List.of(
            me().get("/v1/me"),
            given().get("/v1/me"),
            me().get("/v1/tables/x"),
            me().get("/v1/nowhere"),
            given().get("/nowhere"),
            given().get("/.well-known/bridge"))) {
      answer
          .then()
          .header("x-content-type-options", "nosniff")
          .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
          .header("referrer-policy", "no-referrer")
          .header("strict-transport-security", nullValue())
          .header("server", nullValue())
          .header("x-correlation-id", matchesPattern("[0-9a-f-]{36}"));
    }
    me().get("/v1/me").then().header("cache-control", "no-store");
  }

  @Test
  void aPublicNameIsToBeReachedByTlsOnly() throws IOException {
    String answer =
        Raw.send("GET /v1/me HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n");
    assertTrue(answer.toLowerCase().contains("strict-transport-security: max-age=31536000"));
  }

  @Test
  void onlyTheConfiguredOriginMayReadAnswers() {
    preflight("https://console.example")
        .then()
        .statusCode(200)
        .header("access-control-allow-origin", "https://console.example");
    preflight("https://evil.example").then().header("access-control-allow-origin", nullValue());
    me().header("Origin", "https://console.example")
        .get("/v1/tables/talkative")
        .then()
        .statusCode(200)
        .header("access-control-allow-origin", "https://console.example");
    me().header("Origin", "https://evil.example")
        .get("/v1/me")
        .then()
        .statusCode(403)
        .header("access-control-allow-origin", nullValue());
  }

  private static io.restassured.response.Response preflight(String origin) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization")
        .options("/v1/teams");
  }

  @Test
  void aCorrelationIdCannotWriteIntoTheLog() throws IOException {
    try (LogCapture log = LogCapture.open()) {
      for (String id : List.of("x".repeat(65), "a b", "", "%0d%0aforged", "a\u00e9")) {
        String answer = Raw.get("/v1/me", "x-correlation-id: " + id);
        assertTrue(answer.contains("x-correlation-id: "), answer);
        assertFalse(id.length() > 0 && answer.contains("x-correlation-id: " + id), answer);
      }
      me().header("x-correlation-id", "Good.id_1").get("/v1/tables/x");
      given().header("x-correlation-id", "Good.id_1").get("/v1/me");
      assertFalse(log.text().contains("forged"));
    }
    assertTrue(Raw.get("/v1/me", "x-correlation-id: a\u001b[31mb").contains(" 400 "));
    given()
        .header("x-correlation-id", "Good.id-1")
        .get("/v1/me")
        .then()
        .header("x-correlation-id", "Good.id-1")
        .body("traceId", is("Good.id-1"));
  }

  private RequestSpecification me() {
    return given().header("Authorization", "Bearer " + token).contentType("application/json");
  }
}
