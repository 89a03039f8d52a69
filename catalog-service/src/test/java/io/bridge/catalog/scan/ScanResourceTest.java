package io.bridge.catalog.scan;

import static io.bridge.catalog.Calls.as;
import static io.bridge.catalog.Calls.scan;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.catalog.Database;
import io.bridge.catalog.PlayedPeers;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PlayedPeers.class)
class ScanResourceTest {
  private static final Field ID = Field.of("id", StandardSQLTypeName.INT64);
  private static final Field NAME = Field.of("name", StandardSQLTypeName.STRING);

  @Inject Database database;
  private final UUID team = UUID.randomUUID();
  private final PlayedPeers.Played connection = PlayedPeers.connection(team);
  private final String shop = "shop_" + team.toString().replace('-', '_');
  private TeamWarehouse warehouse;

  @BeforeEach
  void start() {
    warehouse = new TeamWarehouse();
  }

  @Test
  void countsWhatTheTeamHasAndNothingElse() {
    UUID others = UUID.randomUUID();
    warehouse
        .dataset(team, shop)
        .table(shop, "empty", ID, NAME)
        .load(shop, "sales", "select range::bigint as id, 'x' as name from range(17)")
        .dataset(team, shop + "_b")
        .table(shop + "_b", "one", ID)
        .dataset(others, shop + "_others")
        .table(shop + "_others", "theirs", ID)
        .dataset(null, shop + "_nobody")
        .table(shop + "_nobody", "unlabelled", ID);

    scan(team, connection.id)
        .statusCode(200)
        .body("datasets", equalTo(2))
        .body("tables", equalTo(3))
        .body("columns", equalTo(5));

    as(team, "VIEWER")
        .get("/v1/connections/" + connection.id + "/datasets")
        .then()
        .statusCode(200)
        .body("items.name", contains(shop, shop + "_b"))
        .body("items[0].teamId", equalTo(team.toString()))
        .body("items[0].connectionId", equalTo(connection.id.toString()))
        .body("items[0].fqn", equalTo("bridge-test." + shop))
        .body("items[0].location", equalTo("US"))
        .body("items[0].description", equalTo("About " + shop))
        .body("nextPageToken", nullValue());
    as(team, "VIEWER")
        .get("/v1/datasets/" + datasetId() + "/tables")
        .then()
        .statusCode(200)
        .body("items.name", contains("empty", "sales"))
        .body("items.rowCount", contains(0, 17))
        .body("items[1].fqn", equalTo("bridge-test." + shop + ".sales"))
        .body("items[1].tableType", equalTo("TABLE"))
        .body("items[1].sizeBytes", greaterThan(0));
  }

  @Test
  void countsNothingWhereThereIsNothing() {
    scan(team, connection.id)
        .statusCode(200)
        .body("datasets", equalTo(0))
        .body("tables", equalTo(0))
        .body("columns", equalTo(0));
  }

  @Test
  void forgetsWhatIsGone() {
    warehouse
        .dataset(team, shop)
        .table(shop, "stays", ID)
        .table(shop, "goes", ID)
        .dataset(team, shop + "_goes")
        .table(shop + "_goes", "goes", ID);
    scan(team, connection.id).body("tables", equalTo(3));

    warehouse.drop(shop, "goes");
    warehouse.drop(shop + "_goes");

    scan(team, connection.id).body("datasets", equalTo(1)).body("tables", equalTo(1));
    assertEquals(1, database.count("select count(*) from dataset where team_id = $1", team));
    assertEquals(1, database.count("select count(*) from dataset_table where team_id = $1", team));
  }

  @Test
  void tellsEachChangeOnceAndKeepsIds() {
    warehouse.dataset(team, shop).load(shop, "sales", "select 1 as id").table(shop, "other", ID);
    scan(team, connection.id).statusCode(200);
    String before = datasetId();
    scan(team, connection.id).statusCode(200);
    assertEquals(2, told("bridge.catalog.table-changed.v1").size());

    warehouse.load(shop, "sales", "select range::bigint as id from range(5)");
    scan(team, connection.id).statusCode(200);

    assertEquals(before, datasetId());
    List<Row> changes = told("bridge.catalog.table-changed.v1");
    assertEquals(3, changes.size());
    JsonObject change = changes.getLast().getJsonObject("payload");
    assertEquals("bridge-test." + shop + ".sales", change.getString("fqn"));
    assertEquals(5, change.getLong("rowCount"));
    List<Row> scans = told("bridge.catalog.catalog-scanned.v1");
    assertEquals(3, scans.size());
    assertEquals(2, scans.getLast().getJsonObject("payload").getInteger("tables"));
    scans.forEach(row -> assertNotNull(row.getOffsetDateTime("published_at")));
  }

  @Test
  void showsEveryTypeAsGoogleSqlWritesIt() {
    Field line =
        Field.newBuilder(
                "lines",
                StandardSQLTypeName.STRUCT,
                Field.newBuilder("price", StandardSQLTypeName.NUMERIC)
                    .setPrecision(10L)
                    .setScale(4L)
                    .build(),
                Field.newBuilder("tags", StandardSQLTypeName.STRING)
                    .setMode(Field.Mode.REPEATED)
                    .build())
            .setMode(Field.Mode.REPEATED)
            .build();
    Field id =
        Field.newBuilder("id", StandardSQLTypeName.INT64)
            .setMode(Field.Mode.REQUIRED)
            .setDescription("The key")
            .build();
    warehouse.dataset(team, shop).table(shop, "orders", id, line);
    scan(team, connection.id).statusCode(200);

    UUID table =
        database
            .rows("select id from dataset_table where team_id = $1", team)
            .getFirst()
            .getUUID(0);
    as(team, "VIEWER")
        .get("/v1/tables/" + table + "/columns")
        .then()
        .statusCode(200)
        .body("items.name", contains("id", "lines"))
        .body("items.position", contains(1, 2))
        .body("items.nullable", contains(false, false))
        .body("items[0].description", equalTo("The key"))
        .body("items[1].description", nullValue())
        .body(
            "items.type",
            contains("INT64", "ARRAY<STRUCT<price NUMERIC(10, 4), tags ARRAY<STRING>>>"));
  }

  @Test
  void isForEditorsOfTheTeam() {
    UUID others = PlayedPeers.connection(UUID.randomUUID()).id;

    as(team, "VIEWER")
        .post("/v1/connections/" + connection.id + "/scan")
        .then()
        .statusCode(403)
        .body("code", equalTo("FORBIDDEN"));
    as(team, "OWNER")
        .post("/v1/connections/" + others + "/scan")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("CONNECTION_NOT_FOUND"));
    given()
        .post("/v1/connections/" + connection.id + "/scan")
        .then()
        .statusCode(401)
        .body("code", equalTo("UNAUTHENTICATED"));
  }

  private String datasetId() {
    return database
        .rows("select id from dataset where team_id = $1 and name = $2", team, shop)
        .getFirst()
        .getUUID(0)
        .toString();
  }

  private List<Row> told(String type) {
    return database.rows(
        "select * from outbox where type = $1 and payload ->> 'teamId' = $2 order by position",
        type,
        team.toString());
  }
}
