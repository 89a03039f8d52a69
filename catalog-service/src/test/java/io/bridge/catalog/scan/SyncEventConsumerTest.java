package io.bridge.catalog.scan;

import static io.bridge.catalog.Calls.as;
import static io.bridge.catalog.Calls.scan;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.catalog.Calls;
import io.bridge.catalog.Database;
import io.bridge.catalog.PlayedPeers;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PlayedPeers.class)
class SyncEventConsumerTest {
  private static final Field ID = Field.of("id", StandardSQLTypeName.INT64);

  @Inject Database database;
  private final UUID team = UUID.randomUUID();
  private final PlayedPeers.Played connection = PlayedPeers.connection(team);
  private final String shop = "shop_" + team.toString().replace('-', '_');
  private TeamWarehouse warehouse;

  @BeforeEach
  void start() {
    warehouse = new TeamWarehouse();
    know(connection);
  }

  @Test
  void showsATableThatWasLoaded() {
    warehouse
        .dataset(team, shop)
        .load(shop, "sales", "select range::bigint as id, 'x' as name from range(9)")
        .table(shop, "not_told_yet", ID);

    push("sales", "1").statusCode(204);

    Row table = tables().getFirst();
    assertEquals(List.of("sales"), tables().stream().map(row -> row.getString("name")).toList());
    assertEquals(9, table.getLong("row_count"));
    as(team, "VIEWER")
        .get("/v1/tables/" + table.getUUID("id") + "/columns")
        .then()
        .body("items.size()", equalTo(2));
    Row told = changes().getFirst();
    assertEquals("bridge-test." + shop + ".sales", told.getString("subject"));
    assertTrue(told.getOffsetDateTime("published_at") != null, "TableChanged waits");
  }

  @Test
  void takesAFactOnceAndTellsAChangeOnce() {
    warehouse.dataset(team, shop).load(shop, "sales", "select 1 as id");

    push("sales", "1").statusCode(204);
    push("sales", "1").statusCode(204);
    push("sales", "2").statusCode(204);

    assertEquals(1, changes().size());
    assertEquals(1, tables().size());
  }

  @Test
  void findsTheSameIdsAsAScan() {
    warehouse.dataset(team, shop).load(shop, "sales", "select 1 as id");
    push("sales", "1").statusCode(204);
    UUID id = tables().getFirst().getUUID("id");

    scan(team, connection.id).body("tables", equalTo(1));

    assertEquals(id, tables().getFirst().getUUID("id"));
    assertEquals(1, changes().size());
  }

  @Test
  void showsNewColumnsInPlaceOfTheOld() {
    warehouse.dataset(team, shop).load(shop, "sales", "select 1 as id, 2 as b, 3 as c");
    push("sales", "1").statusCode(204);
    warehouse.drop(shop, "sales");
    warehouse.load(shop, "sales", "select 'x' as only");

    push("sales", "2").statusCode(204);

    List<Row> columns =
        database.rows(
            "select c.name from table_column c join dataset_table t on t.id = c.table_id"
                + " where t.team_id = $1",
            team);
    assertEquals(1, columns.size());
    assertEquals("only", columns.getFirst().getString("name"));
  }

  @Test
  void forgetsATableThatIsGoneMeanwhile() {
    warehouse.dataset(team, shop).table(shop, "sales", ID).table(shop, "stays", ID);
    scan(team, connection.id).body("tables", equalTo(2));
    warehouse.drop(shop, "sales");

    push("sales", "1").statusCode(204);

    assertEquals(List.of("stays"), tables().stream().map(row -> row.getString("name")).toList());
  }

  @Test
  void believesNoFactAboutAnotherTeamsDataset() {
    warehouse.dataset(UUID.randomUUID(), shop).load(shop, "sales", "select 1 as id");

    push("sales", "1").statusCode(204);

    assertEquals(0, tables().size());
  }

  @Test
  void looksThroughEveryConnectionToTheProject() {
    PlayedPeers.Played second = PlayedPeers.connection(team);
    know(second);
    PlayedPeers.Played closed = PlayedPeers.connection(team);
    know(closed.failed());
    warehouse.dataset(team, shop).load(shop, "sales", "select 1 as id");

    push("sales", "1").statusCode(204);

    assertEquals(
        Set.of(connection.id, second.id),
        tables().stream().map(row -> row.getUUID("connection_id")).collect(Collectors.toSet()));
  }

  @Test
  void doesNothingWithoutAConnection() {
    UUID others = UUID.randomUUID();
    warehouse.dataset(others, shop).load(shop, "sales", "select 1 as id");

    Calls.push(
            "sync", "table-loaded", others + "-1", fact("sales").put("teamId", others.toString()))
        .statusCode(204);

    assertEquals(0, database.count("select count(*) from dataset where team_id = $1", others));
  }

  @Test
  void doesNothingForOtherFacts() {
    for (String type : List.of("upload-received", "drift-refused", "load-failed", "of-tomorrow")) {
      Calls.push("sync", type, team + type, fact("sales")).statusCode(204);
    }

    assertEquals(0, tables().size());
  }

  @Test
  void isForThePushAccountOnly() {
    given()
        .header(
            "Authorization",
            "Bearer " + LocalCloudResource.identities().serviceToken("sync-service"))
        .contentType("application/json")
        .body(Calls.pushBody("sync", "table-loaded", "1", fact("sales")).encode())
        .post("/events/sync")
        .then()
        .statusCode(401);
  }

  private List<Row> tables() {
    return database.rows("select * from dataset_table where team_id = $1", team);
  }

  private List<Row> changes() {
    return database.rows(
        "select * from outbox where type = 'bridge.catalog.table-changed.v1'"
            + " and payload ->> 'teamId' = $1",
        team.toString());
  }

  private ValidatableResponse push(String table, String id) {
    return Calls.push("sync", "table-loaded", team + "-" + id, fact(table));
  }

  private JsonObject fact(String table) {
    return new JsonObject()
        .put("uploadId", UUID.randomUUID().toString())
        .put("teamId", team.toString())
        .put("project", "bridge-test")
        .put("dataset", shop)
        .put("table", table)
        .put("rows", 1)
        .put("jobId", "job")
        .put("at", "2026-11-21T10:00:00Z");
  }

  private void know(PlayedPeers.Played played) {
    JsonObject fact =
        new JsonObject()
            .put("connectionId", played.id.toString())
            .put("teamId", team.toString())
            .put("name", "warehouse")
            .put("projectId", "bridge-test")
            .put("at", "2026-11-21T09:00:00Z");
    Calls.push("connection", "connection-validated", played.id.toString(), fact).statusCode(204);
  }
}
