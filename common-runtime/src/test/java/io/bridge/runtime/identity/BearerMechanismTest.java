package io.bridge.runtime.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.TestIdentities;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class BearerMechanismTest {
  private static final UUID USER = UUID.randomUUID();
  private static final UUID TEAM = UUID.randomUUID();

  @Test
  void knowsThePersonBehindAnInternalToken() {
    as(identities().userToken(USER, Map.of(TEAM, "EDITOR")))
        .get("/v1/probe")
        .then()
        .statusCode(200)
        .body("userId", equalTo(USER.toString()))
        .body("service", nullValue())
        .body("teams", equalTo(Map.of(TEAM.toString(), "EDITOR")))
        .body("roles", equalTo(List.of("USER")));
  }

  @Test
  void knowsThePeerBehindAServiceToken() {
    as(identities().serviceToken("agent-service"))
        .get("/v1/probe")
        .then()
        .statusCode(200)
        .body("service", equalTo("agent-service"))
        .body("userId", nullValue())
        .body("teams.size()", equalTo(0));
  }

  @Test
  void refusesARequestWithoutAToken() {
    assertRefused(given().get("/v1/probe").then());
    assertRefused(given().get("/v1/nothing/here").then());
    assertRefused(given().header("Authorization", "Basic YTpi").get("/v1/probe").then());
    assertRefused(given().header("Authorization", "Bearer").get("/v1/probe").then());
  }

  @Test
  void refusesTwoTokens() {
    String token = identities().userToken(USER, Map.of());

    assertRefused(
        given()
            .header("Authorization", "Bearer " + token, "Bearer " + token)
            .get("/v1/probe")
            .then());
  }

  @Test
  void refusesTokensThatDoNotHold() {
    long past = System.currentTimeMillis() / 1000 - 400;

    assertRefused(get(identities().internalToken(Map.of("exp", past + 300, "iat", past))));
    assertRefused(get(identities().internalToken(Map.of("aud", "catalog-service"))));
    assertRefused(get(identities().forgedInternalToken(Map.of())));
    assertRefused(get(identities().firebaseToken("someone", "someone@example.com")));
    assertRefused(get(identities().pushToken("/v1/probe")));
    assertRefused(get("junk"));
  }

  @Test
  void refusesClaimsThatSayNothing() {
    assertRefused(get(identities().internalToken(Map.of("sub", "not-a-uuid"))));
    assertRefused(get(identities().internalToken(Map.of("sub", "service:"))));
    assertRefused(get(identities().internalToken(Map.of("sub", "service:a", "svc", "b"))));
    assertRefused(get(identities().internalToken(Map.of("sub", "service:a"))));
    assertRefused(get(identities().internalToken(Map.of("teams", "all"))));
    assertRefused(get(identities().internalToken(Map.of("teams", Map.of("x", "OWNER")))));
    assertRefused(
        get(identities().internalToken(Map.of("teams", Map.of(TEAM.toString(), "KING")))));
    assertRefused(get(identities().internalToken(Map.of("roles", List.of("KING")))));
    assertRefused(get(identities().internalToken(Map.of("roles", List.of(1)))));
    Map<String, Object> noTeams = new HashMap<>();
    noTeams.put("teams", null);
    assertRefused(get(identities().internalToken(noTeams)));
  }

  @Test
  void showsNoTeamToWhoIsNotInIt() {
    as(identities().userToken(USER, Map.of(TEAM, "VIEWER")))
        .get("/v1/probe/teams/" + UUID.randomUUID() + "?role=VIEWER")
        .then()
        .statusCode(404)
        .body("code", equalTo("TEAM_NOT_FOUND"));
    as(identities().serviceToken("agent-service"))
        .get("/v1/probe/teams/" + TEAM + "?role=VIEWER")
        .then()
        .statusCode(404);
  }

  @Test
  void asksForTheRoleInTheTeam() {
    String token = identities().userToken(USER, Map.of(TEAM, "EDITOR"));

    as(token).get("/v1/probe/teams/" + TEAM + "?role=EDITOR").then().statusCode(200);
    as(token)
        .get("/v1/probe/teams/" + TEAM + "?role=OWNER")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("code", equalTo("FORBIDDEN"));
  }

  @Test
  void takesThePushAccountsTokenForTheExactAddress() {
    push(identities().pushToken("/internal/outbox/relay"), "/internal/outbox/relay")
        .statusCode(200);

    assertRefused(push(identities().pushToken("/events/facts"), "/internal/outbox/relay"));
    assertRefused(push(identities().pushToken(""), "/internal/outbox/relay"));
    assertRefused(
        push(
            identities()
                .googleToken(
                    "catalog-service", LocalCloudResource.serviceUrl() + "/internal/outbox/relay"),
            "/internal/outbox/relay"));
    assertRefused(push(identities().userToken(USER, Map.of()), "/internal/outbox/relay"));
    assertRefused(push(identities().serviceToken("gateway-service"), "/events/facts"));
    assertRefused(given().post("/events/facts").then());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1", "/v2/probe", "/internal", "/events", "/metrics", "/robots.txt"})
  void deniesEveryOtherAddress(String path) {
    as(identities().userToken(USER, Map.of())).get(path).then().statusCode(401);
    given().get(path).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../internal/outbox/relay",
        "/v1/%2e%2e/internal/outbox/relay",
        "/q/../internal/outbox/relay",
        "/q/%2e%2e/v1/probe",
        "//internal/outbox/relay",
        "/q//../v1/probe",
        "/v1;x/probe"
      })
  void isNotLedAstrayByThePath(String path) {
    String token = identities().userToken(USER, Map.of());

    given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + token)
        .post(path)
        .then()
        .statusCode(not(equalTo(200)))
        .statusCode(not(equalTo(204)));
  }

  @Test
  void answersHealthWithoutAToken() {
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200).body("checks", hasSize(not(equalTo(0))));
  }

  private static TestIdentities identities() {
    return LocalCloudResource.identities();
  }

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static ValidatableResponse get(String token) {
    return as(token).get("/v1/probe").then();
  }

  private static ValidatableResponse push(String token, String path) {
    return as(token).contentType("application/json").post(path).then();
  }

  private static void assertRefused(ValidatableResponse response) {
    response
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer")
        .contentType("application/problem+json")
        .body("code", equalTo("UNAUTHENTICATED"))
        .body("title", equalTo("Sign in first"))
        .body("type", equalTo("/problems/unauthenticated"))
        .body("detail", equalTo("Send a valid token in the header Authorization"));
  }
}
