package io.bridge.runtime.event;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class InboxTest {
  private static final String LOADED = "bridge.sync.table-loaded.v1";
  private static final String RECEIVED = "bridge.sync.upload-received.v1";
  private static final String DRIFT = "bridge.sync.drift-refused.v1";

  @Inject Database database;

  @BeforeEach
  void start() {
    database.run("truncate outbox, inbox, poison, note");
  }

  @Test
  void letsAFactTakeEffectOnce() {
    JsonObject body = fact(LOADED, "1", table("t1"));

    push("/events/facts", body).statusCode(204);
    push("/events/facts", body).statusCode(204);

    assertEquals(1, notes("t1"));
    assertEquals(1, database.count("select count(*) from inbox where consumer = 'facts'"));
  }

  @Test
  void tellsFactsOfTwoSourcesApart() {
    push("/events/facts", fact(LOADED, "1", table("t1"))).statusCode(204);
    JsonObject other = fact(LOADED, "1", table("t1"));
    other.getJsonObject("message").getJsonObject("attributes").put("ce-source", "/other");

    push("/events/facts", other).statusCode(204);

    assertEquals(2, notes("t1"));
  }

  @Test
  void letsARaceHaveOneWinner() throws InterruptedException, ExecutionException {
    JsonObject body = fact(LOADED, "raced", table("t2"));
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(() -> push("/events/facts", body).extract().statusCode());
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> status : threads.invokeAll(calls)) {
        assertEquals(204, status.get());
      }
    }

    assertEquals(1, notes("t2"));
  }

  @Test
  void forgetsTheMessageWhereTheEffectFails() {
    JsonObject body = fact(DRIFT, "2", table("t3"));

    push("/events/facts", body).statusCode(500);

    assertEquals(0, notes("t3"));
    assertEquals(0, database.count("select count(*) from inbox"));
  }

  @Test
  void publishesWhatTheEffectToldUnderTheSameCorrelationId() {
    push("/events/facts", fact(RECEIVED, "3", table("t4"))).statusCode(204);

    Row told = database.rows("select * from outbox").getFirst();
    assertEquals("correlated", told.getString("correlation_id"));
    assertEquals("shop.t4", told.getString("subject"));
    assertTrue(told.getOffsetDateTime("published_at") != null, "the fact waits");
  }

  @Test
  void acknowledgesATypeItDoesNotKnow() {
    push("/events/facts", fact("bridge.sync.table-burnt.v1", "4", table("t5"))).statusCode(204);
    push("/events/facts", fact("bridge.catalog.table-changed.v1", "5", "{}")).statusCode(204);

    assertEquals(0, database.count("select count(*) from inbox"));
    assertEquals(0, database.count("select count(*) from poison"));
  }

  @Test
  void keepsWhatIsNoFactAsPoison() {
    JsonObject body = fact(LOADED, "6", "{\"table\": [\0");
    body.getJsonObject("message").getJsonObject("attributes").put("odd", "\0");

    push("/events/facts", body).statusCode(204);

    Row poison = database.rows("select * from poison").getFirst();
    assertEquals("facts", poison.getString("consumer"));
    assertEquals("{\"table\": [\0", poison.getBuffer("data").toString());
    assertTrue(poison.getBuffer("attributes").toString().contains("ce-id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"message\":null}", "null", "{\"message\":{\"data\":\"%%\"}}", "["})
  void refusesABodyThatIsNotPubSubs(String body) {
    given()
        .header("Authorization", "Bearer " + token("/events/facts"))
        .contentType("application/json")
        .body(body)
        .post("/events/facts")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void letsARawMessageTakeEffectOnce() {
    JsonObject body = raw(Map.of("objectId", "a/b#1"));

    push("/events/raw", body).statusCode(204);
    push("/events/raw", body).statusCode(204);
    push("/events/raw", raw(Map.of("objectId", "a/b#2"))).statusCode(204);

    assertEquals(2, notes("raw"));
  }

  @Test
  void keepsARawMessageThatSaysNothingAsPoison() {
    push("/events/raw", raw(Map.of("other", "x"))).statusCode(204);
    push("/events/raw", raw(Map.of("objectId", ""))).statusCode(204);
    push("/events/raw", raw(Map.of("objectId", "a\0b"))).statusCode(204);

    assertEquals(0, notes("raw"));
    assertEquals(3, database.count("select count(*) from poison where consumer = 'raw'"));
  }

  private long notes(String text) {
    return database.count("select count(*) from note where text = $1", text);
  }

  private static ValidatableResponse push(String path, JsonObject body) {
    return given()
        .header("Authorization", "Bearer " + token(path))
        .contentType("application/json")
        .body(body.encode())
        .post(path)
        .then();
  }

  private static String token(String path) {
    return LocalCloudResource.identities().pushToken(path);
  }

  private static String table(String name) {
    JsonObject fact =
        new JsonObject()
            .put("uploadId", UUID.randomUUID().toString())
            .put("teamId", UUID.randomUUID().toString())
            .put("dataset", "shop")
            .put("table", name);
    return fact.encode();
  }

  private static JsonObject fact(String type, String id, String json) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("ce-id", id);
    attributes.put("ce-source", "/sync-service");
    attributes.put("ce-type", type);
    attributes.put("ce-specversion", "1.0");
    attributes.put("ce-correlationid", "correlated");
    return body(attributes, json);
  }

  /** As Pub/Sub writes it; Vert.x' own form of bytes is another one. */
  private static String base64(String data) {
    return Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject raw(Map<String, Object> attributes) {
    return body(new HashMap<>(attributes), "{}");
  }

  private static JsonObject body(Map<String, Object> attributes, String data) {
    JsonObject message =
        new JsonObject()
            .put("data", base64(data))
            .put("attributes", new JsonObject(attributes))
            .put("messageId", UUID.randomUUID().toString())
            .put("publishTime", "2026-11-21T10:00:00Z");
    return new JsonObject()
        .put("message", message)
        .put("subscription", "projects/bridge-test/subscriptions/test");
  }
}
