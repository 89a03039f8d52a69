package io.bridge.gateway.wellknown;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.gateway.GatewayTest;
import org.junit.jupiter.api.Test;

@GatewayTest
class WellKnownResourceTest {

  @Test
  void tellsAClientHowToSignIn() {
    given()
        .get("/.well-known/bridge")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("cache-control", containsString("max-age=300"))
        .body("project", is("bridge-test"))
        .body("identityToolkit", endsWith("/identitytoolkit.googleapis.com"))
        .body("secureToken", endsWith("/securetoken.googleapis.com"))
        .body("authorize", endsWith("/o/oauth2/v2/auth"))
        .body("token", endsWith("/token"))
        .body("apiKey", is("test"))
        .body("clientId", is("bridge-test-app"))
        .body("console", is("http://localhost:8081"));
  }

  @Test
  void showsThePublicKeysOfTheMesh() {
    given()
        .get("/.well-known/jwks.json")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("cache-control", containsString("max-age=300"))
        .body("keys", hasSize(1))
        .body("keys[0].kty", is("EC"))
        .body("keys[0].crv", is("P-256"))
        .body("keys[0].alg", is("ES256"))
        .body("keys[0].use", is("sig"))
        .body(not(containsString("\"d\"")));
  }

  @Test
  void isReadyWithDatabaseAndKeys() {
    given().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void describesItsOwnApiAndNoInnerOne() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths.'/v1/me'.get.operationId", is("me"))
        .body("paths.'/v1/teams'.post.operationId", is("createTeam"));
  }

  @Test
  void relaysItsFactsWhenTheSchedulerSaysSo() {
    String token = LocalCloudResource.identities().pushToken("/internal/outbox/relay");
    given()
        .header("Authorization", "Bearer " + token)
        .post("/internal/outbox/relay")
        .then()
        .statusCode(200);
    given().post("/internal/outbox/relay").then().statusCode(401);
  }
}
