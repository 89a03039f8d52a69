package io.bridge.dashboard.serve;

import static io.bridge.dashboard.Calls.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.RedisResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.bridge.dashboard.PlayedPeers;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page of an older revision is never given out once a newer one was acknowledged. */
@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(RedisResource.class)
@WithTestResource(PlayedPeers.class)
class FreshPagesTest {
  private static final String FILE =
      """
      bridge: dashboard/v1
      name: shop
      queries:
        total: {sql: "SELECT %s AS n FROM sales"}
      rows:
        - tiles:
            - {chart: kpi, query: total, value: n}
      """;

  @Inject RedisDataSource redis;
  private final UUID team = UUID.randomUUID();
  private PlayedPeers.Played connection;

  @BeforeEach
  void start() {
    String shop = "shop_" + team.toString().replace('-', '_');
    new TeamWarehouse()
        .dataset(team, shop)
        .load(shop, "sales", "select range::bigint as id from range(5)");
    connection = PlayedPeers.connection(team).table(shop, "sales", "id INT64");
  }

  private ValidatableResponse put(String expression) {
    return as(team, "EDITOR")
        .contentType("application/yaml")
        .body(FILE.formatted(expression).getBytes(StandardCharsets.UTF_8))
        .put("/v1/dashboards/shop")
        .then();
  }

  private ValidatableResponse remove() {
    return as(team, "EDITOR").delete("/v1/dashboards/shop").then();
  }

  private ValidatableResponse data() {
    return as(team, "VIEWER").get("/v1/dashboards/shop/data").then();
  }

  private void shows(int revision, int value, boolean cached) {
    data()
        .statusCode(200)
        .body("revision", equalTo(revision))
        .body("queries.total.values", contains(contains(value)))
        .body("queries.total.cached", equalTo(cached));
  }

  /** A page with five in it, in the cache. */
  private void keepAPage() {
    put("COUNT(*)").statusCode(201);
    shows(1, 5, false);
    shows(1, 5, true);
  }

  /** Redis keeps what it has and answers nobody for longer than a call waits. */
  private void pauseRedis() {
    redis.execute("CLIENT", "PAUSE", "4000", "ALL");
  }

  private void awaitRedis() {
    CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS))
        .join();
  }

  @Test
  void aNewRevisionReplacesThePage() {
    keepAPage();

    put("MAX(id)").statusCode(200);

    shows(2, 4, false);
    shows(2, 4, true);
  }

  @Test
  void aRemovedDashboardHasNoPage() {
    keepAPage();

    remove().statusCode(204);

    data().statusCode(404).body("code", equalTo("DASHBOARD_NOT_FOUND"));
  }

  @Test
  void aDashboardOfTheSameNameIsAnother() {
    keepAPage();
    remove().statusCode(204);

    put("MAX(id)").statusCode(201);

    shows(1, 4, false);
  }

  @Test
  void nothingChangesWhileRedisCannotForgetThePage() {
    keepAPage();

    pauseRedis();
    put("MAX(id)").statusCode(503).body("code", equalTo("SERVICE_UNAVAILABLE"));
    as(team, "VIEWER").get("/v1/dashboards/shop").then().body("revision", equalTo(1));
    awaitRedis();

    put("MAX(id)").statusCode(200);
    data().statusCode(200).body("revision", equalTo(2));
  }

  @Test
  void nothingIsRemovedWhileRedisCannotForgetThePage() {
    keepAPage();

    pauseRedis();
    remove().statusCode(503).body("code", equalTo("SERVICE_UNAVAILABLE"));
    as(team, "VIEWER").get("/v1/dashboards/shop").then().statusCode(200);
    awaitRedis();

    remove().statusCode(204);
    data().statusCode(404);
  }

  @Test
  void aPageThatIsFinishedAfterTheChangeIsNotTheNewOnes() {
    // Given a visitor whose page is being computed
    put("COUNT(*)").statusCode(201);
    connection.holdLeases();
    CompletableFuture<ValidatableResponse> visitor = CompletableFuture.supplyAsync(this::data);
    connection.awaitAsked();

    // When the dashboard changes before the page is kept
    put("MAX(id)").statusCode(200);
    connection.letGo();
    visitor.join().statusCode(200).body("revision", equalTo(1));

    // Then the next visitor sees the change
    shows(2, 4, false);
  }

  @Test
  void aPageInTheCacheIsForItsTeamOnly() {
    keepAPage();
    as(team, "VIEWER").get("/v1/dashboards/shop/data?team=" + team).then().statusCode(200);

    as(UUID.randomUUID(), "OWNER")
        .get("/v1/dashboards/shop/data?team=" + team)
        .then()
        .statusCode(404)
        .body("code", equalTo("DASHBOARD_NOT_FOUND"));
    as(UUID.randomUUID(), "OWNER").get("/v1/dashboards/shop/data").then().statusCode(404);
    as(UUID.randomUUID(), "OWNER")
        .header("If-None-Match", "*")
        .get("/v1/dashboards/shop/data?team=" + team)
        .then()
        .statusCode(404);
    given().get("/v1/dashboards/shop/data?team=" + team).then().statusCode(401);
  }
}
