package io.bridge.dashboard.serve;

import static io.bridge.dashboard.Calls.apply;
import static io.bridge.dashboard.Calls.as;
import static io.bridge.dashboard.Calls.ask;
import static io.bridge.dashboard.Calls.push;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.bridge.cloud.fixture.RedisResource;
import io.bridge.cloud.fixture.TeamWarehouse;
import io.bridge.dashboard.PlayedPeers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a team is refused, what is never served stale, and what still works without Redis. */
@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(RedisResource.class)
@WithTestResource(PlayedPeers.class)
class GuardedAnswersTest {
  private static final String COUNT = "SELECT COUNT(*) AS n, SUM(id) AS s FROM sales";

  @Inject Pool pool;
  private final UUID team = UUID.randomUUID();
  private final String shop = "shop_" + team.toString().replace('-', '_');
  private TeamWarehouse warehouse;
  private PlayedPeers.Played connection;

  @BeforeEach
  void start() {
    warehouse =
        new TeamWarehouse()
            .dataset(team, shop)
            .load(shop, "sales", "select range::bigint as id from range(5)")
            .load(shop, "other", "select range::bigint as id from range(3)");
    connection =
        PlayedPeers.connection(team)
            .table(shop, "sales", "id INT64")
            .table(shop, "other", "id INT64");
  }

  private void shop() {
    apply(
        team,
        "shop",
        """
        bridge: dashboard/v1
        name: shop
        queries:
          total: {sql: "SELECT COUNT(*) AS n FROM sales"}
          others: {sql: "SELECT COUNT(*) AS n FROM other"}
        rows:
          - tiles:
              - {chart: kpi, query: total, value: n}
              - {chart: kpi, query: others, value: n}
        """);
  }

  private ValidatableResponse data() {
    return as(team, "VIEWER").get("/v1/dashboards/shop/data").then();
  }

  private void loaded(String table) {
    push(
            "/events/sync",
            "bridge.sync.table-loaded.v1",
            """
            {"uploadId":"%s","teamId":"%s","project":"bridge-test","dataset":"%s","table":"%s",
             "rows":1,"jobId":"j","at":"2026-11-21T10:00:00Z"}
            """
                .formatted(UUID.randomUUID(), team, shop, table))
        .statusCode(204);
  }

  private long sum(String column) {
    return pool.preparedQuery(
            "select coalesce(sum(" + column + "), 0) from team_day where team_id = $1")
        .execute(Tuple.of(team))
        .await()
        .indefinitely()
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void whatIsLoadedIsSeenAndNothingElseIsComputedAgain() {
    shop();
    data().statusCode(200).body("queries.total.values", contains(contains(5)));
    String others = data().extract().path("queries.others.jobId");
    warehouse.load(shop, "sales", "select range::bigint as id from range(8)");

    loaded("sales");

    data()
        .statusCode(200)
        .body("queries.total.values", contains(contains(8)))
        .body("queries.total.cached", equalTo(true))
        .body("queries.others.jobId", equalTo(others));
  }

  @Test
  void overTheCapNothingRuns() {
    pool.preparedQuery("insert into team_cap (team_id, query_bytes) values ($1, 39)")
        .execute(Tuple.of(team))
        .await()
        .indefinitely();

    ask(team, connection.id, COUNT)
        .statusCode(422)
        .body("code", equalTo("BYTES_OVER_CAP"))
        .body("detail", containsString("40 bytes"))
        .body("detail", containsString("cap is 39"));

    assertEquals(0, sum("billed"));
  }

  /** Ten thousand words of ten thousand letters, with two bytes each that BigQuery adds. */
  @Test
  void aHundredMillionBytesAreTheCapOfWhoeverHasNone() {
    warehouse.load(
        shop, "words", "select range::bigint as id, repeat('x', 10000) as word from range(10000)");
    connection.table(shop, "words", "id INT64", "word STRING");

    ask(team, connection.id, "SELECT MAX(word) AS w FROM words")
        .statusCode(422)
        .body("code", equalTo("BYTES_OVER_CAP"))
        .body("violations.find { it.field == 'bytes' }.message", equalTo("100020000"))
        .body("violations.find { it.field == 'cap' }.message", equalTo("100000000"));

    assertEquals(0, runs());
    ask(team, connection.id, "SELECT MAX(id) AS m FROM words").statusCode(200);
    assertEquals(1, runs());
  }

  private long runs() {
    return pool.preparedQuery("select count(*) from reservation where team_id = $1")
        .execute(Tuple.of(team))
        .await()
        .indefinitely()
        .iterator()
        .next()
        .getLong(0);
  }

  @Test
  void theDayEnds() {
    pool.preparedQuery("insert into team_cap (team_id, day_bytes) values ($1, 10485760)")
        .execute(Tuple.of(team))
        .await()
        .indefinitely();
    ask(team, connection.id, COUNT).statusCode(200);

    ask(team, connection.id, "SELECT MAX(id) AS m FROM sales")
        .statusCode(429)
        .body("code", equalTo("BUDGET_EXHAUSTED"));

    assertEquals(10485760, sum("billed"));
    assertEquals(0, sum("reserved"));
  }

  @Test
  void aDryRunCostsNothing() {
    as(team, "VIEWER")
        .contentType("application/json")
        .body(Map.of("sql", COUNT, "dryRun", true))
        .post("/v1/queries")
        .then()
        .statusCode(200)
        .body("bytesProcessed", equalTo(40))
        .body("values", nullValue())
        .body("columns.name", contains("n", "s"));
  }

  @Test
  void withoutRedisItIsServedAllTheSame() {
    shop();
    data().statusCode(200);
    RedisResource.away();
    try {
      data()
          .statusCode(200)
          .body("queries.total.cached", equalTo(false))
          .body("queries.total.values", contains(contains(5)));
    } finally {
      RedisResource.back();
    }
  }

  @Test
  void withoutRedisTheDayStillEnds() {
    shop();
    pool.preparedQuery("insert into team_cap (team_id, day_bytes) values ($1, 20971520)")
        .execute(Tuple.of(team))
        .await()
        .indefinitely();
    RedisResource.away();
    try {
      // a look is two queries of 10 MiB; the warehouse might give the next one its own results for
      // nothing, but what it could cost must be left of the day
      data().statusCode(200).body("queries.total.error", nullValue());
      data()
          .statusCode(200)
          .body("queries.total.error.code", equalTo("BUDGET_EXHAUSTED"))
          .body("queries.others.error.code", equalTo("BUDGET_EXHAUSTED"));
    } finally {
      RedisResource.back();
    }
    assertEquals(20971520, sum("billed"));
  }

  @Test
  void aLeaseThatIsRevokedFailsWhatRuns() {
    // Given a dashboard whose query takes its time
    apply(
        team,
        "shop",
        """
        bridge: dashboard/v1
        name: shop
        queries:
          slow:
            sql: |
              SELECT COUNT(*) AS n
              FROM sales, UNNEST(GENERATE_ARRAY(1, 200000)) AS a, UNNEST(GENERATE_ARRAY(1, 200000)) AS b
              WHERE MOD(a * b + id, 7) = 3
        rows: [{tiles: [{chart: kpi, query: slow, value: n}]}]
        """);
    CompletableFuture<ValidatableResponse> visitor = CompletableFuture.supplyAsync(this::data);
    awaitARun();

    // When its connection is removed
    removeConnection();

    // Then there is no dashboard, and what ran counts in full
    visitor.join().statusCode(409).body("code", equalTo("LEASE_ENDED"));
    assertEquals(10485760, sum("billed"));
    assertEquals(0, sum("reserved"));
  }

  private void awaitARun() {
    Instant limit = Instant.now().plusSeconds(20);
    while (runs() == 0 && Instant.now().isBefore(limit)) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void removeConnection() {
    connection.failed().endLeases();
    push(
            "/events/connection",
            "bridge.connection.connection-removed.v1",
            """
            {"connectionId":"%s","teamId":"%s","name":"w","at":"2026-11-21T10:00:00Z"}
            """
                .formatted(connection.id, team))
        .statusCode(204);
  }

  @Test
  void aLeaseThatExpiredFailsTheDashboard() {
    shop();
    connection.expiring();

    data().statusCode(409).body("code", equalTo("LEASE_ENDED"));

    assertEquals(0, sum("billed"));
  }

  @Test
  void parametersOfStrangeTypesAreRefused() {
    List<Object> strange =
        List.of(
            Map.of("a", 1),
            List.of(List.of(1)),
            List.of(1, "a"),
            List.of(Map.of("a", 1)),
            Collections.nCopies(1_001, 1));
    for (Object value : strange) {
      askWith(Map.of("p", value))
          .statusCode(400)
          .body("code", equalTo("INVALID_REQUEST"))
          .body("violations[0].field", equalTo("params.p"));
    }
    for (String name : List.of("", "p; DROP", "@p", "p.q", "1p", "p`", "x".repeat(64))) {
      askWith(Map.of(name, 1))
          .statusCode(400)
          .body("code", equalTo("INVALID_REQUEST"))
          .body("violations[0].field", equalTo("params"));
    }
    askWith(Map.of("p", 1, "P", 2)).statusCode(400).body("code", equalTo("INVALID_REQUEST"));
    askWith(Map.of("p", "x' OR TRUE OR 'x")).statusCode(200).body("values[0]", contains(0));
    assertEquals(1, runs());
  }

  private ValidatableResponse askWith(Map<String, Object> params) {
    return as(team, "VIEWER")
        .contentType("application/json")
        .body(
            Map.of(
                "connectionId",
                connection.id.toString(),
                "sql",
                "SELECT COUNT(*) AS n FROM sales WHERE CAST(id AS STRING) = @p",
                "params",
                params))
        .post("/v1/queries")
        .then();
  }

  @Test
  void parametersAreBoundAndRowsAreLimited() {
    as(team, "VIEWER")
        .contentType("application/json")
        .body(
            Map.of(
                "connectionId",
                connection.id.toString(),
                "sql",
                "SELECT id FROM sales WHERE id > @least AND @t = 'x' ORDER BY id",
                "params",
                Map.of("least", 1, "t", "x"),
                "maxRows",
                2))
        .post("/v1/queries")
        .then()
        .statusCode(200)
        .body("values", contains(List.of(2, 3)))
        .body("truncated", equalTo(true));
  }

  @Test
  void aRemovedConnectionEndsItsLeasesAndForgetsItsAnswers() {
    ask(team, connection.id, COUNT).statusCode(200);

    removeConnection();

    ask(team, connection.id, COUNT)
        .statusCode(409)
        .body("code", equalTo("CONNECTION_NOT_VALIDATED"));
  }

  @Test
  void aDivisionByZeroIsTheQuerysOwnFault() {
    ask(team, connection.id, "SELECT 1 / (id - id) AS x FROM sales")
        .statusCode(422)
        .body("code", equalTo("QUERY_FAILED"))
        .body("detail", not(containsString(shop)));
  }

  @Test
  void anotherTeamsTableIsNotThere() {
    UUID others = UUID.randomUUID();
    PlayedPeers.Played theirs = PlayedPeers.connection(others).table("x", "y", "id INT64");

    ask(others, theirs.id, "SELECT id FROM " + shop + ".sales")
        .statusCode(422)
        .body("code", equalTo("QUERY_REFUSED"))
        .body("violations.field", hasItem("tables"));
    ask(others, connection.id, "SELECT id FROM sales").statusCode(404);
  }

  @Test
  void oneQueryOfADashboardAndAPrecompute() {
    shop();
    as(team, "EDITOR")
        .post("/v1/dashboards/shop/precompute")
        .then()
        .statusCode(200)
        .body("queriesExecuted", equalTo(2))
        .body("cacheHits", equalTo(0))
        .body("errors", equalTo(0));
    as(team, "EDITOR")
        .post("/v1/dashboards/shop/precompute")
        .then()
        .statusCode(200)
        .body("queriesExecuted", equalTo(0))
        .body("cacheHits", equalTo(2));
    assertEquals(2, runs());
    as(team, "VIEWER")
        .get("/v1/dashboards/shop/query/total/data")
        .then()
        .statusCode(200)
        .body("cached", equalTo(true))
        .body("values", hasSize(1));
    as(team, "VIEWER")
        .get("/v1/dashboards/shop/query/none/data")
        .then()
        .statusCode(404)
        .body("code", equalTo("QUERY_NOT_FOUND"));
    as(team, "VIEWER").post("/v1/dashboards/shop/precompute").then().statusCode(403);
  }
}
