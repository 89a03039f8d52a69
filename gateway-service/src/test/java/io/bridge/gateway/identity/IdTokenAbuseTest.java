package io.bridge.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.bridge.gateway.LogCapture;
import io.bridge.gateway.Upstream;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Row A1 of the fault matrix: none of these tokens opens any address, and no log quotes one. */
@GatewayTest
class IdTokenAbuseTest {
  private static final String CANARY = "canary-7c41d2";
  private static final Map<String, Function<RequestSpecification, Response>> ROUTES = routes();

  private static Map<String, Function<RequestSpecification, Response>> routes() {
    String id = UUID.randomUUID().toString();
    Map<String, Function<RequestSpecification, Response>> routes = new LinkedHashMap<>();
    routes.put("GET /v1/me", r -> r.get("/v1/me"));
    routes.put("GET /v1/teams", r -> r.get("/v1/teams"));
    routes.put("POST /v1/teams", r -> r.body("{\"name\":\"x\"}").post("/v1/teams"));
    routes.put("GET /v1/teams/{id}", r -> r.get("/v1/teams/" + id));
    routes.put("GET /v1/tables/{id}", r -> r.get("/v1/tables/" + id));
    routes.put("POST /v1/uploads", r -> r.body("{}").post("/v1/uploads"));
    routes.put("POST /v1/connections/{id}/scan", r -> r.post("/v1/connections/" + id + "/scan"));
    routes.put("DELETE /v1/gone", r -> r.delete("/v1/gone"));
    routes.put("GET /v1/nowhere", r -> r.get("/v1/nowhere"));
    routes.put("GET /v1", r -> r.get("/v1"));
    routes.put("GET an alias", r -> r.get("/api/auth/me"));
    routes.put("GET a carried alias", r -> r.get("/api/catalog/tables/" + id));
    return routes;
  }

  static Stream<Arguments> tokens() {
    String subject = CANARY + "-subject";
    String good = Forge.claims(subject, CANARY + "@canary.example");
    long now = Instant.now().getEpochSecond();
    List<Arguments> all = new ArrayList<>();
    // The algorithm
    for (String none : List.of("none", "None", "nOnE", "NONE")) {
      String header = "{\"alg\":\"" + none + "\",\"kid\":\"forge-rsa\"}";
      all.add(Arguments.of("alg " + none, Forge.unsigned(header, good, "")));
      all.add(Arguments.of("alg " + none + " with a signature", Forge.signed(header, good)));
    }
    all.add(Arguments.of("no alg", Forge.signed("{\"kid\":\"forge-rsa\"}", good)));
    all.add(Arguments.of("RS512", Forge.signed(headerWith("\"alg\":\"RS512\""), good)));
    all.add(Arguments.of("PS256", Forge.signed(headerWith("\"alg\":\"PS256\""), good)));
    all.add(Arguments.of("ES256 of a trusted key", Forge.signedEs256(good)));
    all.add(
        Arguments.of(
            "HS256 with the key's DER",
            Forge.signedWithThePublicKey(Forge.publicKey().getEncoded(), good)));
    all.add(Arguments.of("HS256 with the key's PEM", Forge.signedWithThePublicKey(pem(), good)));
    all.add(
        Arguments.of(
            "HS256 with the key's JWK",
            Forge.signedWithThePublicKey(
                Forge.publicJwk().getBytes(StandardCharsets.UTF_8), good)));
    // The key
    all.add(Arguments.of("no kid", Forge.signed("{\"alg\":\"RS256\"}", good)));
    for (String kid :
        List.of(
            "",
            "unknown",
            "../../../../etc/passwd",
            "' or '1'='1",
            "forge-rsa\\u0000",
            "http://169.254.169.254/",
            "k".repeat(5_900))) {
      all.add(
          Arguments.of(
              "kid " + kid.substring(0, Math.min(20, kid.length())),
              Forge.signed("{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}", good)));
    }
    all.add(Arguments.of("kid a number", Forge.signed("{\"alg\":\"RS256\",\"kid\":7}", good)));
    all.add(
        Arguments.of("kid an array", Forge.signed("{\"alg\":\"RS256\",\"kid\":[\"a\"]}", good)));
    all.add(
        Arguments.of(
            "kid of ES256", Forge.signed("{\"alg\":\"RS256\",\"kid\":\"forge-ec\"}", good)));
    all.add(Arguments.of("a stranger's key", Forge.signedByAStranger(Forge.header(), good)));
    // The header
    for (String field :
        List.of(
            "\"jku\":\"http://127.0.0.1:1/keys\"",
            "\"x5u\":\"http://127.0.0.1:1/cert\"",
            "\"x5c\":[\"AAAA\"]",
            "\"jwk\":" + Forge.publicJwk(),
            "\"crit\":[\"exp\"]",
            "\"crit\":[]")) {
      all.add(
          Arguments.of("header " + field.substring(0, 6), Forge.signed(headerWith(field), good)));
    }
    all.add(
        Arguments.of(
            "a header above 8 KiB",
            Forge.signed(headerWith("\"x\":\"" + "a".repeat(6_300) + "\""), good)));
    all.add(Arguments.of("a header that is no object", Forge.signed("[]", good)));
    all.add(
        Arguments.of(
            "alg twice",
            Forge.signed("{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"forge-rsa\"}", good)));
    // Who for and from
    claim(all, subject, "aud", "\"another-project\"", "another project's audience");
    claim(all, subject, "aud", "[\"bridge-test\"]", "audience an array");
    claim(all, subject, "aud", "[\"bridge-test\",\"x\"]", "two audiences");
    claim(all, subject, "aud", null, "no audience");
    claim(all, subject, "aud", "\"\"", "empty audience");
    claim(all, subject, "aud", "\"BRIDGE-TEST\"", "audience in capitals");
    claim(all, subject, "iss", "\"https://securetoken.google.com/another\"", "another's issuer");
    claim(
        all,
        subject,
        "iss",
        "\"https://session.firebase.google.com/bridge-test\"",
        "a session cookie");
    claim(all, subject, "iss", "\"https://accounts.google.com\"", "Google's issuer");
    claim(all, subject, "iss", "\"" + Forge.ISSUER + "/\"", "issuer with a slash");
    claim(all, subject, "iss", null, "no issuer");
    // When
    claim(all, subject, "exp", String.valueOf(now - 120), "expired two minutes ago");
    claim(all, subject, "exp", String.valueOf(now - 2), "just expired");
    claim(all, subject, "exp", null, "no expiry");
    claim(all, subject, "exp", "\"" + (now + 600) + "\"", "expiry as text");
    claim(all, subject, "exp", "1e300", "expiry beyond all time");
    claim(all, subject, "exp", String.valueOf(now + 7200), "good for two hours");
    claim(all, subject, "exp", "-1", "negative expiry");
    claim(all, subject, "iat", String.valueOf(now + 3600), "issued in an hour");
    claim(all, subject, "iat", null, "no time of issue");
    claim(all, subject, "auth_time", String.valueOf(now + 3600), "signed in in an hour");
    claim(all, subject, "auth_time", null, "no time of sign-in");
    claim(all, subject, "auth_time", "true", "time of sign-in no number");
    claim(all, subject, "nbf\":" + (now + 3600) + ",\"x", "1", "not good before an hour");
    // Whom
    claim(all, subject, "sub", null, "no subject");
    claim(all, subject, "sub", "\"\"", "empty subject");
    claim(all, subject, "sub", "\"" + "s".repeat(129) + "\"", "subject of 129");
    claim(all, subject, "sub", "7", "subject a number");
    claim(all, subject, "sub", "[\"a\"]", "subject an array");
    claim(all, subject, "sub", "\"" + CANARY + "\\u0000\"", "subject with NUL");
    claim(all, subject, "sub", "\"" + CANARY + "\\r\\nx\"", "subject with a line break");
    claim(all, subject, "aud\":\"bridge-test\",\"aud", "\"bridge-test\"", "audience twice");
    claim(all, subject, "sub\":\"another\",\"sub", "\"" + CANARY + "\"", "subject twice");
    claim(all, subject, "exp\":" + (now - 900) + ",\"exp", "" + (now + 900), "expiry twice");
    // The form
    String whole = Forge.signed(Forge.header(), good);
    all.add(Arguments.of("cut short", whole.substring(0, whole.length() - 20)));
    all.add(Arguments.of("without signature", whole.substring(0, whole.lastIndexOf('.') + 1)));
    all.add(Arguments.of("two parts", whole.substring(0, whole.lastIndexOf('.'))));
    all.add(Arguments.of("a fourth part", whole + ".AAAA"));
    all.add(Arguments.of("a dot at the end", whole + "."));
    all.add(Arguments.of("dots only", ".."));
    all.add(Arguments.of("many dots", ".".repeat(500)));
    all.add(Arguments.of("no JSON", Forge.signed(Forge.header(), "canary")));
    all.add(Arguments.of("JSON and more", Forge.signed(Forge.header(), good + "{}")));
    all.add(Arguments.of("a JSON array", Forge.signed(Forge.header(), "[" + good + "]")));
    all.add(Arguments.of("deep JSON", Forge.signed(Forge.header(), "[".repeat(3000))));
    all.add(Arguments.of("other claims under the signature", swapped(whole)));
    all.add(Arguments.of("nothing", ""));
    all.add(Arguments.of("no token", CANARY));
    return all.stream();
  }

  private static void claim(
      List<Arguments> all, String subject, String name, String json, String what) {
    String claims = Forge.claimsWith(subject, name, json);
    all.add(Arguments.of(what, Forge.signed(Forge.header(), claims)));
  }

  private static String headerWith(String field) {
    String header = Forge.header();
    return field.startsWith("\"alg\"")
        ? header.replace("\"alg\":\"RS256\"", field)
        : header.replaceFirst("}$", "") + "," + field + "}";
  }

  private static byte[] pem() {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(Forge.publicKey().getEncoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String swapped(String whole) {
    String[] parts = whole.split("\\.");
    return parts[0] + "." + Forge.encode(Forge.claims("root", "root@x.example")) + "." + parts[2];
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void aTokenThatDoesNotHoldOpensNothing(String what, String token) {
    int carried = Upstream.COUNT.get();
    try (LogCapture log = LogCapture.open()) {
      String expected = null;
      for (var route : ROUTES.entrySet()) {
        String body = refused(route.getKey(), route.getValue().apply(bearing(token)));
        assertEquals(expected == null ? body : expected, body, route.getKey());
        expected = body;
      }
      assertNoClaim(log);
    }
    assertEquals(carried, Upstream.COUNT.get(), "nothing may reach a service");
  }

  @Test
  void aTokenMadeForAServiceOpensNothing() {
    var identities = LocalCloudResource.identities();
    for (String token :
        List.of(
            identities.pushToken("/v1/me"),
            identities.pushToken("/internal/outbox/relay"),
            identities.googleToken("sync-service", "bridge-test"),
            LocalCloudResource.cloud()
                .tokens()
                .googleIdToken(Map.of("sub", CANARY, "aud", "bridge-test", "email", CANARY)),
            identities.internalToken(Map.of("aud", "gateway-service", "sub", CANARY)))) {
      refused("GET /v1/me", bearing(token).get("/v1/me"));
    }
  }

  @Test
  void aPersonsTokenOpensNoInnerAddress() {
    String token = Forge.token();
    for (String path : List.of("/internal/outbox/relay", "/internal/x", "/events/sync")) {
      refused(path, bearing(token).post(path));
    }
  }

  @Test
  void anythingButOneBearerTokenOpensNothing() {
    String good = Forge.token();
    for (String header :
        List.of("", "Bearer", "Bearer ", "Basic " + good, good, "Bearer\t" + good)) {
      refused(header, given().header("Authorization", header).get("/v1/me"));
    }
    refused("none", given().get("/v1/me"));
    refused("query", given().queryParam("access_token", good).get("/v1/me"));
    refused("cookie", given().cookie("__session", good).get("/v1/me"));
    refused("two", bearing(good).header("Authorization", "Bearer " + good).get("/v1/me"));
  }

  @Test
  void aGoodTokenOpensTheSameAddresses() {
    String good = Forge.token();
    given().header("Authorization", "bearer " + good).get("/v1/me").then().statusCode(200);
    bearing(good).get("/v1/tables/x").then().statusCode(200).body(is("here"));
    bearing(good).get("/v1/nowhere").then().statusCode(404).body("code", is("ROUTE_NOT_FOUND"));
    bearing(good).get("/api/auth/me").then().statusCode(200);
  }

  private static RequestSpecification bearing(String token) {
    return given().header("Authorization", "Bearer " + token).contentType("application/json");
  }

  /** The body without what names the request. */
  private static String refused(String what, Response response) {
    assertEquals(401, response.statusCode(), what);
    assertEquals("application/problem+json", response.contentType(), what);
    assertEquals("Bearer", response.header("WWW-Authenticate"), what);
    Map<String, Object> body = new LinkedHashMap<>(response.jsonPath().getMap(""));
    assertEquals("UNAUTHENTICATED", body.get("code"), what);
    body.remove("instance");
    body.remove("traceId");
    return body.toString();
  }

  private static void assertNoClaim(LogCapture log) {
    assertFalse(log.text().contains("canary"), log.text());
    assertFalse(log.text().contains("eyJ"), log.text());
    assertTrue(log.lines().stream().allMatch(line -> line.length() < 20_000));
  }
}
