package io.bridge.runtime.problem;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class ProblemsTest {
  @Test
  void tellsEveryPlaceThatIsWrong() {
    String thing =
        """
        {"name": "too long", "count": 0, "parts": [{"name": "a"}, {"name": " "}]}
        """;

    problem(post(thing), 400)
        .body("code", equalTo("INVALID_REQUEST"))
        .body("type", equalTo("/problems/invalid-request"))
        .body("instance", equalTo("/v1/probe"))
        .body("violations.field", contains("count", "name", "parts[1].name"))
        .body("violations.message", hasItem("must be greater than 0"));
  }

  @Test
  void tellsThatThereIsNoBody() {
    problem(post(""), 400).body("code", equalTo("INVALID_REQUEST"));
    problem(post("null"), 400).body("code", equalTo("INVALID_REQUEST"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"count\":\"secret\"}|count",
        "{\"count\":1.5}|count",
        "{\"count\":99999999999}|count",
        "{\"parts\":[{\"name\":\"a\"},{\"role\":\"secret\"}]}|parts[1].role",
        "{\"parts\":{\"secret\":1}}|parts"
      })
  void tellsWhichValueIsNotOfItsTypeAndQuotesNothing(String json, String field) {
    problem(post(json), 400)
        .body("code", equalTo("INVALID_REQUEST"))
        .body("violations.field", contains(field))
        .body("detail", not(containsString("secret")))
        .body("violations.message.join()", not(containsString("secret")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "secret",
        "{\"name\":\"a\"",
        "[]",
        "{\"name\":\"secret\"} trailing",
        "{\"name\":\"a\",\"name\":\"secret\"}"
      })
  void tellsThatTheJsonIsNone(String json) {
    problem(post(json), 400)
        .body("code", equalTo("INVALID_REQUEST"))
        .body("detail", not(containsString("secret")));
  }

  @Test
  void takesNoJsonThatIsNestedTooDeep() {
    String deep = "{\"x\":" + "[".repeat(200) + "]".repeat(200) + "}";

    problem(post(deep), 413).body("code", equalTo("PAYLOAD_TOO_LARGE"));
  }

  @Test
  void takesNoBodyAboveAMebibyte() {
    problem(post("{\"name\":\"" + "x".repeat(1100 * 1024) + "\"}"), 413)
        .body("code", equalTo("PAYLOAD_TOO_LARGE"));
  }

  @Test
  void takesJsonAndNothingElse() {
    problem(signedIn().contentType("text/plain").body("x").post("/v1/probe").then(), 415)
        .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
  }

  @Test
  void tellsThatNothingIsThere() {
    problem(signedIn().get("/v1/nothing").then(), 404).body("code", equalTo("ROUTE_NOT_FOUND"));
    problem(signedIn().get("/v1/probe/teams/not-a-uuid").then(), 404)
        .body("code", equalTo("ROUTE_NOT_FOUND"));
  }

  @Test
  void tellsThatTheMethodIsNotTaken() {
    problem(signedIn().delete("/v1/probe").then(), 405).body("code", equalTo("METHOD_NOT_ALLOWED"));
  }

  @Test
  void carriesWhatWasThrownOnPurpose() {
    problem(signedIn().get("/v1/probe/fails/on-purpose").then(), 404)
        .body("code", equalTo("DATASET_NOT_FOUND"))
        .body("title", equalTo("No such dataset"))
        .body("detail", equalTo("No dataset x"))
        .body("violations", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"by-accident", "at-once"})
  void leaksNothingOfWhatWasNotExpected(String how) {
    String body =
        problem(signedIn().get("/v1/probe/fails/" + how).then(), 500)
            .body("code", equalTo("INTERNAL"))
            .extract()
            .asString();

    assertTrue(!body.contains("secret") && !body.contains("Exception"), body);
  }

  @Test
  void answersTheCorrelationIdThatWasSent() {
    signedIn()
        .header("x-correlation-id", "from-the-test")
        .get("/v1/probe/fails/on-purpose")
        .then()
        .header("x-correlation-id", "from-the-test")
        .body("traceId", equalTo("from-the-test"));
    signedIn()
        .header("x-correlation-id", "from-the-test")
        .get("/v1/probe/correlation")
        .then()
        .body("id", equalTo("from-the-test"));
    given()
        .header("x-correlation-id", "from-the-test")
        .get("/v1/probe")
        .then()
        .statusCode(401)
        .body("traceId", equalTo("from-the-test"));
  }

  @Test
  void answersACorrelationIdOfItsOwnWhereNoneOrAnUnsafeOneWasSent() {
    String uuid = "[0-9a-f-]{36}";

    signedIn().get("/v1/probe").then().header("x-correlation-id", matchesPattern(uuid));
    signedIn()
        .header("x-correlation-id", "a b")
        .get("/v1/probe")
        .then()
        .header("x-correlation-id", matchesPattern(uuid));
  }

  @Test
  void knowsEveryStatusOfTheFramework() {
    assertEquals(
        Map.of(400, "INVALID_REQUEST", 418, "INVALID_REQUEST", 500, "INTERNAL"),
        Map.of(400, code(400), 418, code(418), 500, code(500)));
    assertEquals("SERVICE_UNAVAILABLE", code(503));
    assertEquals("FORBIDDEN", code(403));
    assertEquals("NOT_ACCEPTABLE", code(406));
    assertEquals("UNAUTHENTICATED", code(401));
  }

  private static String code(int status) {
    return Failures.ofStatus(status).code().name();
  }

  private static ValidatableResponse post(String json) {
    return signedIn().contentType("application/json").body(json).post("/v1/probe").then();
  }

  private static ValidatableResponse problem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("traceId", equalTo(response.extract().header("x-correlation-id")));
  }

  private static RequestSpecification signedIn() {
    String token = LocalCloudResource.identities().userToken(UUID.randomUUID(), Map.of());
    return given().header("Authorization", "Bearer " + token);
  }
}
