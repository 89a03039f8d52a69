package io.bridge.catalog.dataset;

import static io.bridge.catalog.Calls.as;
import static io.bridge.catalog.Calls.scan;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.catalog.PlayedPeers;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(PlayedPeers.class)
class TableSchemaResourceTest {
  private static final Field ID = Field.of("id", StandardSQLTypeName.INT64);
  private static final Field NAME = Field.of("name", StandardSQLTypeName.STRING);

  private final UUID team = UUID.randomUUID();
  private final PlayedPeers.Played connection = PlayedPeers.connection(team);
  private final String shop = "shop_" + team.toString().replace('-', '_');
  private final String path = "/v1/connections/" + connection.id + "/tables";

  @BeforeEach
  void fill() {
    new TeamWarehouse()
        .dataset(team, shop)
        .table(shop, "sales", ID, NAME)
        .table(shop, "Sales", ID)
        .table(shop, "items", ID)
        .dataset(team, shop + "_b")
        .table(shop + "_b", "sales", NAME);
    scan(team, connection.id).statusCode(200);
  }

  @Test
  void showsTablesWithTheirColumns() {
    as(team, "VIEWER")
        .get(path)
        .then()
        .statusCode(200)
        .body("items.dataset", contains(shop, shop, shop, shop + "_b"))
        .body("items.table.name", contains("Sales", "items", "sales", "sales"))
        .body("items[2].columns.name", contains("id", "name"))
        .body("items[2].columns.type", contains("INT64", "STRING"))
        .body("items[2].columns.position", contains(1, 2))
        .body("items[2].table.fqn", equalTo("bridge-test." + shop + ".sales"))
        .body("items[2].table.tableType", equalTo("TABLE"))
        .body("nextPageToken", nullValue());
  }

  @Test
  void leadsPageByPage() {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      JsonPath page = page(token);
      names.addAll(page.getList("items.table.fqn"));
      token = page.getString("nextPageToken");
    } while (token != null);

    String all = "bridge-test." + shop;
    assertEquals(List.of(all + ".Sales", all + ".items", all + ".sales", all + "_b.sales"), names);
  }

  @Test
  void refusesATokenOfAnotherList() {
    String token = page(null).getString("nextPageToken");

    as(team, "VIEWER")
        .queryParam("dataset", shop)
        .queryParam("pageToken", token)
        .get(path)
        .then()
        .statusCode(400)
        .body("code", equalTo("INVALID_REQUEST"));
    as(team, "VIEWER").queryParam("pageSize", "-1").get(path).then().statusCode(400);
    as(team, "VIEWER").queryParam("pageSize", "999999").get(path).then().statusCode(200);
  }

  @Test
  void showsOneDatasetWhereItIsNamed() {
    as(team, "VIEWER")
        .queryParam("dataset", shop + "_b")
        .get(path)
        .then()
        .body("items.table.name", contains("sales"));
    as(team, "VIEWER")
        .queryParam("dataset", "none' or 'a'='a")
        .get(path)
        .then()
        .statusCode(200)
        .body("items", empty());
  }

  @Test
  void findsTablesByEveryFormOfTheirName() {
    String full = "bridge-test." + shop + ".items";

    lookup("items", shop + ".items", full, shop + "_b.sales")
        .statusCode(200)
        .body("tables.name", contains(full, "items", shop + ".items", shop + "_b.sales"))
        .body("tables.schema.table.name", contains("items", "items", "items", "sales"))
        .body("tables[3].schema.columns.name", contains("name"));
  }

  @Test
  void findsEveryTableOfANameAndKeepsCase() {
    lookup("sales").body("tables.schema.dataset", contains(shop, shop + "_b"));
    lookup("Sales").body("tables.schema.dataset", contains(shop));
    lookup("SALES").body("tables", empty());
  }

  @Test
  void findsNothingByNamesThatNoTableHas() {
    lookup(
            "",
            ".",
            "..",
            "a.b.c.d",
            "x\0",
            "\ud800",
            "sales\0",
            null,
            "'; drop table dataset",
            ".sales")
        .statusCode(200)
        .body("tables", empty());
    lookup("other-project." + shop + ".items").body("tables", empty());
  }

  @Test
  void refusesTooManyNames() {
    String[] names = new String[101];
    Arrays.fill(names, "n");

    lookup(names).statusCode(400).body("code", equalTo("INVALID_REQUEST"));
  }

  @Test
  void isForTheTeamAndForDashboardServiceOnly() {
    UUID others = UUID.randomUUID();

    as(others, "OWNER").get(path).then().statusCode(404);
    lookup("dashboard-service", others, "items")
        .statusCode(404)
        .body("code", equalTo("CONNECTION_NOT_FOUND"));
    lookup("agent-service", team, "items").statusCode(404);
    as(team, "OWNER")
        .contentType("application/json")
        .body(Map.of("teamId", team, "names", List.of("items")))
        .post(path + "/lookup")
        .then()
        .statusCode(404)
        .body("code", equalTo("CONNECTION_NOT_FOUND"));
    given().get(path).then().statusCode(401);
  }

  private JsonPath page(String token) {
    var request = as(team, "VIEWER").queryParam("pageSize", 3);
    return (token == null ? request : request.queryParam("pageToken", token))
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private ValidatableResponse lookup(String... names) {
    return lookup("dashboard-service", team, names);
  }

  private ValidatableResponse lookup(String peer, UUID asked, String... names) {
    String token = LocalCloudResource.identities().serviceToken(peer);
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .body(Map.of("teamId", asked, "names", Arrays.asList(names)))
        .post(path + "/lookup")
        .then();
  }
}
