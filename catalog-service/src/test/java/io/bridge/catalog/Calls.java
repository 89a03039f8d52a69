package io.bridge.catalog;

import static io.restassured.RestAssured.given;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Calls of the service as the gateway makes them. */
public final class Calls {
  private Calls() {}

  /** A person with one role in one team. */
  public static RequestSpecification as(UUID team, String role) {
    String token = LocalCloudResource.identities().userToken(UUID.randomUUID(), Map.of(team, role));
    return given().header("Authorization", "Bearer " + token);
  }

  public static ValidatableResponse scan(UUID team, UUID connection) {
    return as(team, "EDITOR").post("/v1/connections/" + connection + "/scan").then();
  }

  /** A fact as Pub/Sub pushes it to {@code /events/<topic>}. */
  public static ValidatableResponse push(String topic, String type, String id, JsonObject fact) {
    String path = "/events/" + topic;
    return given()
        .header("Authorization", "Bearer " + LocalCloudResource.identities().pushToken(path))
        .contentType("application/json")
        .body(pushBody(topic, type, id, fact).encode())
        .post(path)
        .then();
  }

  public static JsonObject pushBody(String topic, String type, String id, JsonObject fact) {
    byte[] data = fact.encode().getBytes(StandardCharsets.UTF_8);
    JsonObject attributes =
        new JsonObject()
            .put("ce-id", id)
            .put("ce-source", "/" + topic + "-service")
            .put("ce-type", "bridge." + topic + "." + type + ".v1")
            .put("ce-specversion", "1.0");
    JsonObject message =
        new JsonObject()
            .put("data", Base64.getEncoder().encodeToString(data))
            .put("attributes", attributes)
            .put("messageId", "1");
    return new JsonObject().put("message", message).put("subscription", "s");
  }
}
