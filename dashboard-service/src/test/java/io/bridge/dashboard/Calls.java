package io.bridge.dashboard;

import static io.restassured.RestAssured.given;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Calls of the service as the gateway and Pub/Sub make them. */
public final class Calls {
  private Calls() {}

  /** A person with one role in one team. */
  public static RequestSpecification as(UUID team, String role) {
    String token = LocalCloudResource.identities().userToken(UUID.randomUUID(), Map.of(team, role));
    return given().header("Authorization", "Bearer " + token);
  }

  /** Applies the file as an editor. */
  public static void apply(UUID team, String slug, String yaml) {
    as(team, "EDITOR")
        .contentType("application/yaml")
        .body(yaml.getBytes(StandardCharsets.UTF_8))
        .put("/v1/dashboards/" + slug)
        .then()
        .log()
        .ifValidationFails()
        .statusCode(201);
  }

  /** One statement of a viewer. */
  public static ValidatableResponse ask(UUID team, UUID connection, String sql) {
    return as(team, "VIEWER")
        .contentType("application/json")
        .body(Map.of("connectionId", connection.toString(), "sql", sql))
        .post("/v1/queries")
        .then();
  }

  /** Pushes a fact as Pub/Sub does. */
  public static ValidatableResponse push(String path, String type, String payload) {
    String id = UUID.randomUUID().toString();
    String data = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> message =
        Map.of(
            "messageId",
            id,
            "data",
            data,
            "attributes",
            Map.of(
                "ce-id", id,
                "ce-source", "/test",
                "ce-specversion", "1.0",
                "ce-type", type,
                "ce-subject", "x",
                "ce-time", Instant.now().toString(),
                "content-type", "application/json"));
    String token = LocalCloudResource.identities().pushToken(path);
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(Map.of("message", message, "subscription", "x"))
        .post(path)
        .then();
  }
}
