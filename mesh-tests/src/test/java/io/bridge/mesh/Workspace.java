package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;

/** A person with a team of their own, over the API. */
record Workspace(RunningMesh.Handle mesh, String token, String team) {
  static Workspace of(RunningMesh.Handle mesh, String email) {
    String token = mesh.gateway().idToken(email, RunningMesh.PASSWORD);
    Gateway.Answer team =
        mesh.gateway().post("/v1/teams", token, Map.of("name", "Team " + UUID.randomUUID()));
    assertEquals(201, team.status(), team.raw().body());
    return new Workspace(mesh, token, team.body().path("id").asText());
  }

  /** A validated connection with a key that local-cloud issued. */
  JsonNode connect() {
    Gateway.Answer added = add(mesh.warehouseKey());
    assertEquals(201, added.status(), added.raw().body());
    String id = added.body().path("id").asText();
    Gateway.Answer checked =
        mesh.gateway().send("POST", "/v1/connections/" + id + "/validate", token, "");
    assertEquals("VALIDATED", checked.body().path("status").asText(), checked.raw().body());
    return checked.body();
  }

  Gateway.Answer add(String credential) {
    return mesh.gateway()
        .send("POST", "/v1/teams/" + team + "/connections?name=main", token, credential);
  }

  JsonNode load(String dataset, String table, byte[] parquet, long rows) {
    JsonNode ended = new Uploading(mesh, token, team).carry(dataset, table, parquet, rows);
    assertEquals("LOADED", ended.path("state").asText(), ended.toString());
    return ended;
  }

  JsonNode get(String path) {
    Gateway.Answer answer = mesh.gateway().get(path, token);
    assertEquals(200, answer.status(), answer.raw().body());
    return answer.body();
  }

  /** Of all connections of the team. */
  JsonNode datasets() {
    String connection =
        get("/v1/teams/" + team + "/connections").path("items").path(0).path("id").asText();
    return mesh.gateway()
        .get("/v1/connections/" + connection + "/datasets", token)
        .body()
        .path("items");
  }

  Gateway.Answer query(String sql) {
    return mesh.gateway().post("/v1/queries?team=" + team, token, Map.of("sql", sql));
  }

  Gateway.Answer apply(String slug, String yaml) {
    return mesh.gateway()
        .send("PUT", "/v1/dashboards/" + slug + "?team=" + team, token, yaml, "application/yaml");
  }

  Gateway.Answer data(String slug) {
    return mesh.gateway().get("/v1/dashboards/" + slug + "/data?team=" + team, token);
  }
}
