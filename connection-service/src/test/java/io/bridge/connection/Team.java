package io.bridge.connection;

import static io.restassured.RestAssured.given;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.model.connection.LeasePurpose;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A team and what its members and Bridge's services ask for. */
public record Team(UUID id) {
  private static final List<String> ROLES =
      List.of("roles/bigquery.jobUser", "roles/bigquery.dataViewer");

  public static Team any() {
    return new Team(UUID.randomUUID());
  }

  /** A new account's key file with all the roles that a connection needs. */
  public static String key() {
    return key(ROLES);
  }

  public static String key(List<String> roles) {
    String account = "w-" + UUID.randomUUID().toString().substring(0, 18);
    return LocalCloudResource.cloud().issueKey(account, roles);
  }

  public RequestSpecification as(String role) {
    return bearer(LocalCloudResource.identities().userToken(UUID.randomUUID(), Map.of(id, role)));
  }

  public static RequestSpecification peer(String service) {
    return bearer(LocalCloudResource.identities().serviceToken(service));
  }

  private static RequestSpecification bearer(String token) {
    return given().auth().oauth2(token).contentType(ContentType.JSON);
  }

  public ValidatableResponse add(String name, String file) {
    return as("EDITOR")
        .queryParam("name", name)
        .body(file)
        .post("/v1/teams/" + id + "/connections")
        .then();
  }

  /** The id of a new connection. */
  public UUID added(String name, String file) {
    return UUID.fromString(add(name, file).statusCode(201).extract().path("id"));
  }

  public ValidatableResponse validate(UUID connection) {
    return as("EDITOR").post("/v1/connections/" + connection + "/validate").then();
  }

  /** The id of a connection that may be used. */
  public UUID validated() {
    UUID connection = added("warehouse-" + UUID.randomUUID(), key());
    validate(connection).statusCode(200);
    return connection;
  }

  public ValidatableResponse lease(String peer, UUID connection, LeasePurpose purpose) {
    return peer(peer)
        .body(Map.of("teamId", id, "purpose", purpose))
        .post("/v1/connections/" + connection + "/leases")
        .then();
  }

  public static ValidatableResponse reap() {
    String path = "/internal/connections/reap";
    return given().auth().oauth2(LocalCloudResource.identities().pushToken(path)).post(path).then();
  }
}
