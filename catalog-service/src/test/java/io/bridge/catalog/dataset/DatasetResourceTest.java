package io.bridge.catalog.dataset;

import static io.bridge.catalog.Calls.as;
import static io.bridge.catalog.Calls.scan;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.catalog.Database;
import io.bridge.catalog.PlayedPeers;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PlayedPeers.class)
class DatasetResourceTest {
  private static final Field ID = Field.of("id", StandardSQLTypeName.INT64);
  private static final Field NAME = Field.of("name", StandardSQLTypeName.STRING);

  @Inject Database database;
  private final UUID team = UUID.randomUUID();
  private final PlayedPeers.Played connection = PlayedPeers.connection(team);
  private final String shop = "shop_" + team.toString().replace('-', '_');

  @BeforeEach
  void fill() {
    TeamWarehouse warehouse = new TeamWarehouse().dataset(team, shop).dataset(team, shop + "_b");
    for (String name : List.of("e", "B", "a", "d", "c")) {
      warehouse.table(shop, name, ID, NAME, Field.of("at", StandardSQLTypeName.TIMESTAMP));
    }
    scan(team, connection.id).statusCode(200);
  }

  @Test
  void findsADatasetAndATable() {
    as(team, "VIEWER")
        .get("/v1/datasets/" + dataset())
        .then()
        .statusCode(200)
        .body("id", equalTo(dataset().toString()))
        .body("name", equalTo(shop));
    as(team, "VIEWER")
        .get("/v1/tables/" + table())
        .then()
        .statusCode(200)
        .body("datasetId", equalTo(dataset().toString()))
        .body("name", equalTo("a"))
        .body("description", equalTo("About a"));
  }

  @Test
  void leadsThroughTablesPageByPageInOneOrder() {
    assertEquals(
        List.of("B", "a", "c", "d", "e"), walk("/v1/datasets/" + dataset() + "/tables", 2));
    assertEquals(List.of("id", "name", "at"), walk("/v1/tables/" + table() + "/columns", 1));
    assertEquals(
        List.of(shop, shop + "_b"), walk("/v1/connections/" + connection.id + "/datasets", 1));
  }

  @Test
  void takesAPageTokenForItsOwnListOnly() {
    String token =
        page("/v1/datasets/" + dataset() + "/tables", 2, null).getString("nextPageToken");
    assertNotNull(token);

    as(team, "VIEWER")
        .queryParam("pageToken", token)
        .get("/v1/tables/" + table() + "/columns")
        .then()
        .statusCode(400)
        .body("code", equalTo("INVALID_REQUEST"));
    as(team, "VIEWER")
        .queryParam("pageSize", "0")
        .get("/v1/datasets/" + dataset() + "/tables")
        .then()
        .statusCode(400);
    as(team, "VIEWER")
        .queryParam("pageSize", "5")
        .get("/v1/datasets/" + dataset() + "/tables")
        .then()
        .statusCode(200)
        .body("items", hasSize(5));
  }

  @Test
  void showsNothingToAnotherTeam() {
    UUID others = UUID.randomUUID();
    String unknown = body(team, "/v1/datasets/" + UUID.randomUUID(), "DATASET_NOT_FOUND");

    assertEquals(unknown, body(others, "/v1/datasets/" + dataset(), "DATASET_NOT_FOUND"));
    body(others, "/v1/datasets/" + dataset() + "/tables", "DATASET_NOT_FOUND");
    body(others, "/v1/tables/" + table(), "TABLE_NOT_FOUND");
    body(others, "/v1/tables/" + table() + "/columns", "TABLE_NOT_FOUND");
    body(others, "/v1/connections/" + connection.id + "/datasets", "CONNECTION_NOT_FOUND");
  }

  @Test
  void showsNothingToAServiceOrNobody() {
    String token = LocalCloudResource.identities().serviceToken("agent-service");

    given()
        .header("Authorization", "Bearer " + token)
        .get("/v1/datasets/" + dataset())
        .then()
        .statusCode(404);
    for (String path :
        List.of(
            "/v1/datasets/" + dataset(),
            "/v1/datasets/" + dataset() + "/tables",
            "/v1/tables/" + table(),
            "/v1/tables/" + table() + "/columns",
            "/v1/connections/" + connection.id + "/datasets")) {
      given().get(path).then().statusCode(401).contentType("application/problem+json");
    }
  }

  @Test
  void servesItsContract() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Bridge: catalog-service"))
        .body(
            "paths.keySet().findAll { it.startsWith('/events') || it.startsWith('/internal') }",
            hasSize(0))
        .body("paths.'/v1/tables/{id}/columns'.get.tags", contains("Tables"));
  }

  private List<String> walk(String path, int pageSize) {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      JsonPath page = page(path, pageSize, token);
      names.addAll(page.getList("items.name"));
      token = page.getString("nextPageToken");
    } while (token != null);
    return names;
  }

  private JsonPath page(String path, int pageSize, String token) {
    var request = as(team, "VIEWER").queryParam("pageSize", pageSize);
    return (token == null ? request : request.queryParam("pageToken", token))
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static String body(UUID caller, String path, String code) {
    JsonPath problem =
        as(caller, "OWNER")
            .get(path)
            .then()
            .statusCode(404)
            .contentType("application/problem+json")
            .body("code", equalTo(code))
            .extract()
            .jsonPath();
    assertNull(problem.get("violations"));
    return problem.getString("title") + problem.getString("detail");
  }

  private UUID dataset() {
    return database
        .rows("select id from dataset where team_id = $1 and name = $2", team, shop)
        .getFirst()
        .getUUID(0);
  }

  private UUID table() {
    return database
        .rows("select id from dataset_table where team_id = $1 and name = 'a'", team)
        .getFirst()
        .getUUID(0);
  }
}
