package io.bridge.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.bridge.cloud.LocalCloud;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.bridge.gateway.LogCapture;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class TokenExchangeTest {
  private static final String GATEWAY = "http://localhost:8081";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  @Test
  void aServiceGetsATokenForAPeer() throws Exception {
    // Given
    String own = LocalCloudResource.identities().googleToken("sync-service", GATEWAY);
    // When
    Response response = exchange(form(own));
    // Then
    response
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("cache-control", "no-store")
        .body("token_type", is("Bearer"))
        .body("issued_token_type", is("urn:ietf:params:oauth:token-type:jwt"))
        .body("expires_in", is(60));
    JsonWebSignature token = new JsonWebSignature();
    token.setCompactSerialization(response.path("access_token"));
    JwtClaims claims = JwtClaims.parse(token.getUnverifiedPayload());
    assertEquals("service:sync-service", claims.getSubject());
    assertEquals("sync-service", claims.getClaimValue("svc"));
    assertEquals("catalog-service", claims.getClaimValue("aud"));
    assertEquals(Map.of(), claims.getClaimValue("teams"));
    assertEquals(List.of(), claims.getClaimValue("roles"));
    assertEquals(300, claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
  }

  @Test
  void theTokenIsNoPersons() {
    String own = LocalCloudResource.identities().googleToken("sync-service", GATEWAY);
    String internal = exchange(form(own)).path("access_token");
    given().header("Authorization", "Bearer " + internal).get("/v1/me").then().statusCode(401);
  }

  @Test
  void aServiceThatMaySpeaksForAPerson() throws Exception {
    // Given
    String person = Forge.token();
    String team =
        given()
            .header("Authorization", "Bearer " + person)
            .contentType("application/json")
            .body("{\"name\":\"Delegated " + UUID.randomUUID() + "\"}")
            .post("/v1/teams")
            .path("id");
    String id = idOf(person);
    // When
    Response response = exchange(with2(agentsForm(), "requested_subject", id));
    // Then
    response.then().statusCode(200).body("expires_in", is(60));
    JsonWebSignature token = new JsonWebSignature();
    token.setCompactSerialization(response.path("access_token"));
    JwtClaims claims = JwtClaims.parse(token.getUnverifiedPayload());
    assertEquals(id, claims.getSubject());
    assertFalse(claims.hasClaim("svc"));
    assertEquals("catalog-service", claims.getClaimValue("aud"));
    assertEquals(Map.of(team, "OWNER"), claims.getClaimValue("teams"));
    assertEquals(List.of("USER"), claims.getClaimValue("roles"));
  }

  @Test
  void aServiceThatMayNotSpeaksForNobody() {
    String sync = LocalCloudResource.identities().googleToken("sync-service", GATEWAY);
    String id = idOf(Forge.token());
    refused(with2(form(sync), "requested_subject", id), "unauthorized_client");
    refused(with2(form(sync), "requested_subject", "nobody"), "unauthorized_client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody", "1-1-1-1-1", "00000000-0000-0000-0000-000000000000"})
  void nobodyIsSpokenForWhoIsNotKnown(String id) {
    refused(with2(agentsForm(), "requested_subject", id), "invalid_subject");
  }

  private static Map<String, String> agentsForm() {
    return form(LocalCloudResource.identities().googleToken("agent-service", GATEWAY));
  }

  private static String idOf(String person) {
    return given().header("Authorization", "Bearer " + person).get("/v1/me").path("id");
  }

  static Stream<Arguments> subjects() {
    LocalCloud cloud = LocalCloudResource.cloud();
    var identities = LocalCloudResource.identities();
    String account = "sync-service@bridge-test.iam.gserviceaccount.com";
    long now = Instant.now().getEpochSecond();
    Map<String, Object> person = new HashMap<>(Map.of("sub", "1", "aud", GATEWAY));
    return Stream.of(
        Arguments.of("for another audience", identities.googleToken("sync-service", "http://x")),
        Arguments.of(
            "for a path", identities.googleToken("sync-service", GATEWAY + "/internal/token")),
        Arguments.of("of the push account", identities.googleToken("bridge-push", GATEWAY)),
        Arguments.of("of an unknown account", identities.googleToken("nobody", GATEWAY)),
        Arguments.of(
            "of another project",
            cloud
                .tokens()
                .oidcToken(
                    "sync-service@other.iam.gserviceaccount.com", GATEWAY, Duration.ofHours(1))),
        Arguments.of(
            "of a look-alike domain",
            cloud.tokens().oidcToken(account + ".evil.example", GATEWAY, Duration.ofHours(1))),
        Arguments.of("without e-mail", cloud.tokens().googleIdToken(person)),
        Arguments.of(
            "with an e-mail that is not verified",
            cloud
                .tokens()
                .googleIdToken(with(person, Map.of("email", account, "email_verified", false)))),
        Arguments.of(
            "with an e-mail verified by nobody",
            cloud.tokens().googleIdToken(with(person, Map.of("email", account)))),
        Arguments.of(
            "expired",
            cloud
                .tokens()
                .googleIdToken(
                    with(
                        person,
                        Map.of(
                            "email",
                            account,
                            "email_verified",
                            true,
                            "iat",
                            now - 4000,
                            "exp",
                            now - 400)))),
        Arguments.of("a person's ID token", Forge.token()),
        Arguments.of("an internal token", identities.internalToken(Map.of("aud", GATEWAY))),
        Arguments.of("not a token", "canary"),
        Arguments.of("empty", ""));
  }

  private static Map<String, Object> with(Map<String, Object> base, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(base);
    all.putAll(more);
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("subjects")
  void refusesASubjectTokenThatIsNoServices(String what, String token) {
    try (LogCapture log = LogCapture.open()) {
      exchange(form(token))
          .then()
          .statusCode(400)
          .contentType("application/json")
          .header("cache-control", "no-store")
          .body("error", is("invalid_request"))
          .body("error_description", notNullValue())
          .body("error_description", not(containsString("eyJ")))
          .body("access_token", nullValue());
      assertFalse(log.text().contains("eyJ"), log.text());
    }
  }

  @Test
  void refusesAFormThatIsNoExchange() {
    String own = LocalCloudResource.identities().googleToken("sync-service", GATEWAY);
    refused(without(form(own), "grant_type"), "unsupported_grant_type");
    refused(with2(form(own), "grant_type", "client_credentials"), "unsupported_grant_type");
    refused(without(form(own), "subject_token"), "invalid_request");
    refused(without(form(own), "subject_token_type"), "invalid_request");
    refused(
        with2(form(own), "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        "invalid_request");
    refused(without(form(own), "audience"), "invalid_target");
    refused(with2(form(own), "audience", "nobody"), "invalid_target");
    refused(Map.of(), "unsupported_grant_type");
  }

  @Test
  void takesAFormOnly() {
    given()
        .contentType("application/json")
        .body("{}")
        .post("/internal/token")
        .then()
        .statusCode(415);
    given().get("/internal/token").then().statusCode(405);
  }

  private static void refused(Map<String, String> form, String error) {
    exchange(form).then().statusCode(400).body("error", is(error));
  }

  private static Map<String, String> form(String subjectToken) {
    return Map.of(
        "grant_type", GRANT,
        "subject_token", subjectToken,
        "subject_token_type", ID_TOKEN,
        "audience", "catalog-service");
  }

  private static Map<String, String> without(Map<String, String> form, String name) {
    Map<String, String> less = new HashMap<>(form);
    less.remove(name);
    return less;
  }

  private static Map<String, String> with2(Map<String, String> form, String name, String value) {
    Map<String, String> more = new HashMap<>(form);
    more.put(name, value);
    return more;
  }

  private static Response exchange(Map<String, String> form) {
    return given()
        .contentType("application/x-www-form-urlencoded")
        .formParams(form)
        .post("/internal/token");
  }
}
