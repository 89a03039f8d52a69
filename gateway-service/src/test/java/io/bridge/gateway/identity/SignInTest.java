package io.bridge.gateway.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.restassured.config.SSLConfig;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@GatewayTest
class SignInTest {
  private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Test
  void aPersonWhoSignedUpAtTheIdentityToolkitIsKnown() {
    // Given
    String email = UUID.randomUUID() + "@example.com";
    String toolkit = given().get("/.well-known/bridge").path("identityToolkit");
    Map<String, Object> signUp =
        Map.of("email", email, "password", "correct horse", "returnSecureToken", true);
    String token =
        given()
            .config(io.restassured.RestAssured.config().sslConfig(trustingLocalCloud()))
            .urlEncodingEnabled(false)
            .contentType("application/json")
            .queryParam("key", "test")
            .body(signUp)
            .post(toolkit + "/v1/accounts:signUp")
            .then()
            .statusCode(200)
            .extract()
            .path("idToken");
    // When, then
    bearing(token)
        .get("/v1/me")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("id", matchesPattern(UUID_FORM))
        .body("email", is(email))
        .body("roles", is(List.of("USER")))
        .body("teams", empty());
  }

  private static SSLConfig trustingLocalCloud() {
    return SSLConfig.sslConfig()
        .trustStore(LocalCloudResource.cloud().trustStore().toString(), "changeit");
  }

  @Test
  void theSamePersonKeepsTheirIdAndTheNewestEmail() {
    String subject = UUID.randomUUID().toString();
    String first = bearing(Forge.token(subject, "old@example.com")).get("/v1/me").path("id");
    bearing(Forge.token(subject, "new@example.com"))
        .get("/v1/me")
        .then()
        .body("id", is(first))
        .body("email", is("new@example.com"));
  }

  @Test
  void anEmailThatCannotBeShownIsLeftOut() {
    String claims = Forge.claimsWith(UUID.randomUUID().toString(), "email", "\"a\\u0000b@x\"");
    bearing(Forge.signed(Forge.header(), claims))
        .get("/v1/me")
        .then()
        .statusCode(200)
        .body("email", nullValue());
  }

  @Test
  void manyFirstSignInsAtOnceAreOnePerson() throws Exception {
    String token = Forge.token();
    Callable<String> me =
        () -> bearing(token).get("/v1/me").then().statusCode(200).extract().path("id");
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<String>> ids =
          threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> me).toList());
      String first = ids.getFirst().get();
      for (Future<String> id : ids) {
        assertEquals(first, id.get());
      }
    }
  }

  private static RequestSpecification bearing(String token) {
    return given().header("Authorization", "Bearer " + token);
  }
}
