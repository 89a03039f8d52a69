package io.bridge.dashboard.serve;

import static io.bridge.dashboard.Calls.apply;
import static io.bridge.dashboard.Calls.as;
import static io.bridge.dashboard.Calls.ask;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.RedisResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.bridge.dashboard.PlayedPeers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(RedisResource.class)
@WithTestResource(PlayedPeers.class)
class DataResourceTest {
  static final Field ID = Field.of("id", StandardSQLTypeName.INT64);
  static final Field NAME = Field.of("name", StandardSQLTypeName.STRING);

  private final UUID team = UUID.randomUUID();
  private final String shop = "shop_" + team.toString().replace('-', '_');
  private PlayedPeers.Played connection;

  @BeforeEach
  void start() {
    new TeamWarehouse()
        .dataset(team, shop)
        .load(
            shop,
            "sales",
            "select range::bigint as id, 'n' || range::varchar as name from range(5)");
    connection = PlayedPeers.connection(team).table(shop, "sales", "id INT64", "name STRING");
  }

  @Test
  void answersAStatementInColumns() {
    ask(team, connection.id, "SELECT id, name FROM sales WHERE id < 2 ORDER BY id")
        .statusCode(200)
        .body("columns.name", contains("id", "name"))
        .body("columns.type", contains("INT64", "STRING"))
        .body("values[0]", contains(0, 1))
        .body("values[1]", contains("n0", "n1"))
        .body("rows", equalTo(2))
        .body("truncated", equalTo(false))
        .body("bytesProcessed", greaterThan(40))
        .body("bytesBilled", equalTo(10485760))
        .body("costMicros", equalTo(60))
        .body("computedAt", notNullValue())
        .body("jobId", startsWith("bridge_q_"))
        .body("tables", contains("bridge-test." + shop + ".sales"))
        .body("cached", equalTo(false));
    ask(team, connection.id, "SELECT id, name FROM sales WHERE id < 2 ORDER BY id")
        .statusCode(200)
        .body("cached", equalTo(true))
        .body("values[0]", contains(0, 1));
  }

  @Test
  void servesADashboardAndThenItsPage() {
    apply(
        team,
        "shop",
        """
        bridge: dashboard/v1
        name: shop
        queries:
          total: {sql: "SELECT COUNT(*) AS n, SUM(id) AS s FROM sales"}
          names: {sql: "SELECT name, id FROM %s.sales ORDER BY id"}
        rows:
          - tiles:
              - {chart: kpi, query: total, value: n}
              - {chart: table, query: names}
        """
            .formatted(shop));

    String tag =
        as(team, "VIEWER")
            .get("/v1/dashboards/shop/data")
            .then()
            .statusCode(200)
            .body("queries.total.values", contains(contains(5), contains(10)))
            .body("queries.names.rows", equalTo(5))
            .body("queries.total.cached", equalTo(false))
            .body("queries.total.error", nullValue())
            .extract()
            .header("ETag");
    as(team, "VIEWER")
        .get("/v1/dashboards/shop/data")
        .then()
        .statusCode(200)
        .body("queries.total.cached", equalTo(true))
        .body("queries.values().jobId", everyItem(startsWith("bridge_q_")))
        .body("queries.values().computedAt", everyItem(notNullValue()))
        .body("queries.values().bytesProcessed", everyItem(greaterThan(0)))
        .body("queries.values().bytesBilled", everyItem(equalTo(10485760)))
        .body("queries.values().costMicros", everyItem(equalTo(60)))
        .body("queries.total.values", contains(contains(5), contains(10)));
    as(team, "VIEWER")
        .header("If-None-Match", tag)
        .get("/v1/dashboards/shop/data")
        .then()
        .statusCode(304);
  }

  @Test
  void nobodyElsesDashboardIsThere() {
    as(UUID.randomUUID(), "OWNER")
        .queryParam("team", team)
        .get("/v1/dashboards/shop/data")
        .then()
        .statusCode(404)
        .body("code", equalTo("DASHBOARD_NOT_FOUND"));
  }
}
