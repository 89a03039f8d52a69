package io.bridge.catalog.scan;

import static io.bridge.catalog.Calls.as;
import static io.bridge.catalog.Calls.push;
import static io.bridge.catalog.Calls.scan;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.catalog.Database;
import io.bridge.catalog.PlayedPeers;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PlayedPeers.class)
class ConnectionEventConsumerTest {
  private static final Field ID = Field.of("id", StandardSQLTypeName.INT64);

  @Inject Database database;
  private final UUID team = UUID.randomUUID();
  private final PlayedPeers.Played connection = PlayedPeers.connection(team);
  private final String shop = "shop_" + team.toString().replace('-', '_');

  @BeforeEach
  void fill() {
    new TeamWarehouse().dataset(team, shop).table(shop, "sales", ID).table(shop, "items", ID);
  }

  @Test
  void looksThroughAConnectionThatWasValidated() {
    validated(10).statusCode(204);

    assertEquals(2, tables());
    assertEquals(
        1,
        database.count(
            "select count(*) from outbox where type = 'bridge.catalog.catalog-scanned.v1'"
                + " and subject = $1 and published_at is not null",
            connection.id.toString()));
  }

  @Test
  void forgetsWhatWasSeenThroughAConnectionThatIsGone() {
    validated(10).statusCode(204);

    fact("connection-removed", 11, new JsonObject()).statusCode(204);

    assertEquals(0, tables());
    as(team, "VIEWER")
        .get("/v1/connections/" + connection.id + "/datasets")
        .then()
        .statusCode(404)
        .body("code", equalTo("CONNECTION_NOT_FOUND"));
    scan(team, connection.id).statusCode(404).body("code", equalTo("CONNECTION_NOT_FOUND"));
  }

  @Test
  void doesNotBringBackWhatIsGone() {
    fact("connection-removed", 11, new JsonObject()).statusCode(204);

    validated(12).statusCode(204);

    assertEquals(0, tables());
  }

  @Test
  void keepsWhatWasSeenWhereTheConnectionFails() {
    validated(10).statusCode(204);
    connection.failed();

    fact("connection-failed", 11, new JsonObject().put("missing", new JsonArray())).statusCode(204);

    assertEquals(2, tables());
    scan(team, connection.id).statusCode(409).body("code", equalTo("CONNECTION_NOT_VALIDATED"));
    as(team, "VIEWER")
        .get("/v1/connections/" + connection.id + "/datasets")
        .then()
        .statusCode(200)
        .body("items", hasSize(1));
  }

  @Test
  void isDoneWithAConnectionThatGivesNoLeaseAnyMore() {
    connection.failed();

    validated(10).statusCode(204);

    assertEquals(0, tables());
  }

  @Test
  void believesTheNewerOfTwoFacts() {
    fact("connection-validated", 20, new JsonObject().put("projectId", "bridge-test"));

    fact("connection-failed", 19, new JsonObject().put("missing", new JsonArray())).statusCode(204);

    assertEquals(
        1,
        database.count(
            "select count(*) from connection where id = $1 and status = 'VALIDATED'",
            connection.id));
  }

  @Test
  void asksForOneLeaseForAWholeScan() {
    scan(team, connection.id).statusCode(200).body("tables", equalTo(2));
    scan(team, connection.id).statusCode(200).body("tables", equalTo(2));

    assertEquals(1, connection.leases());
  }

  @Test
  void tellsThatTheAccountIsLetInNoMore() {
    connection.token("worthless");

    scan(team, connection.id).statusCode(409).body("code", equalTo("CREDENTIAL_UNUSABLE"));
    connection.token(null);
    scan(team, connection.id).statusCode(200).body("tables", equalTo(2));
  }

  private ValidatableResponse validated(int minute) {
    return fact("connection-validated", minute, new JsonObject().put("projectId", "bridge-test"));
  }

  private ValidatableResponse fact(String type, int minute, JsonObject more) {
    JsonObject fact =
        new JsonObject()
            .put("connectionId", connection.id.toString())
            .put("teamId", team.toString())
            .put("name", "warehouse")
            .put("at", "2026-11-21T10:" + minute + ":00Z")
            .mergeIn(more);
    return push("connection", type, connection.id + "-" + minute, fact);
  }

  private long tables() {
    return database.count("select count(*) from dataset_table where team_id = $1", team);
  }
}
