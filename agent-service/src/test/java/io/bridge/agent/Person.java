package io.bridge.agent;

import static io.restassured.RestAssured.given;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.model.agent.AgentTask;
import io.bridge.model.agent.NewTask;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A member of one team. */
public record Person(UUID id, UUID teamId, String role) {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  public RequestSpecification request() {
    String token = LocalCloudResource.identities().userToken(id, Map.of(teamId, role));
    return given().auth().oauth2(token).contentType(ContentType.JSON);
  }

  public Response start(NewTask task) {
    return request().body(task).post("/v1/agent/task");
  }

  public AgentTask ask(String prompt) {
    return start(new NewTask("dashboard", prompt, null, null, null, null))
        .then()
        .statusCode(202)
        .extract()
        .as(AgentTask.class);
  }

  public AgentTask find(UUID task) {
    return request()
        .get("/v1/agent/status/" + task)
        .then()
        .statusCode(200)
        .extract()
        .as(AgentTask.class);
  }

  public AgentTask awaitEnd(UUID task) {
    await(() -> find(task).status().isTerminal());
    return find(task);
  }

  public static void await(BooleanSupplier holds) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("It did not come true within " + PATIENCE);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
