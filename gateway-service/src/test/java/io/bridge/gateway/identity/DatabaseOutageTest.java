package io.bridge.gateway.identity;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@GatewayTest
class DatabaseOutageTest {
  @Inject DataSource database;

  @Test
  void whileTheDatabaseDoesNotAnswerNobodyIsLetInAndToldSoon() throws SQLException {
    // Given
    String token = Forge.token();
    given().get("/q/health/ready").then().statusCode(200);
    me(token).then().statusCode(200);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table users in access exclusive mode");
      // When, then
      me(token)
          .then()
          .statusCode(503)
          .time(lessThan(10L), SECONDS)
          .contentType("application/problem+json")
          .header("Retry-After", "1")
          .body("code", is("SERVICE_UNAVAILABLE"));
      given().get("/q/health/live").then().statusCode(200);
      given().get("/q/health/ready").then().statusCode(503).time(lessThan(10L), SECONDS);
      connection.rollback();
    }
    me(token).then().statusCode(200);
  }

  private static Response me(String token) {
    return given().header("Authorization", "Bearer " + token).get("/v1/me");
  }
}
