package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The three steps of an upload over the API: announce, PUT, follow. */
record Uploading(RunningMesh.Handle mesh, String token, String team) {
  static Map<String, Object> announcement(
      String team, String dataset, String table, long bytes, long rows) {
    return Map.of(
        "teamId", team,
        "dataset", dataset,
        "table", table,
        "sizeBytes", bytes,
        "rows", rows,
        "columns", List.of(Map.of("name", "n", "type", "BIGINT")));
  }

  JsonNode announce(String dataset, String table, byte[] bytes, long rows) {
    Gateway.Answer answer =
        mesh.gateway()
            .post("/v1/uploads", token, announcement(team, dataset, table, bytes.length, rows));
    assertEquals(201, answer.status(), answer.raw().body());
    return answer.body();
  }

  void put(JsonNode upload, byte[] bytes) {
    assertEquals(200, mesh.gateway().put(upload.path("put"), bytes));
  }

  JsonNode look(String id) {
    return mesh.gateway().get("/v1/uploads/" + id, token).body();
  }

  JsonNode awaitEnd(String id) {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    RunningMesh.await(
        Duration.ofSeconds(60),
        () -> {
          last.set(look(id));
          return List.of("LOADED", "FAILED").contains(last.get().path("state").asText());
        });
    return last.get();
  }

  JsonNode carry(String dataset, String table, byte[] bytes, long rows) {
    JsonNode upload = announce(dataset, table, bytes, rows);
    put(upload, bytes);
    return awaitEnd(upload.path("id").asText());
  }
}
