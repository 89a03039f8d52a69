package io.bridge.catalog;

import static io.restassured.RestAssured.given;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
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

  public static ValidatableResponse scan(UUID team) {
    return as(team, "EDITOR").post("/v1/connections/" + team + "/scan").then();
  }
}
