package io.bridge.connection.connection;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.connection.ConnectionServiceTest;
import io.bridge.connection.Database;
import io.bridge.connection.KeyFile;
import io.bridge.connection.Team;
import io.bridge.connection.TestBucket;
import io.bridge.connection.TestWarehouse;
import io.bridge.model.connection.LeasePurpose;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ConnectionServiceTest
class ConnectionResourceTest {
  private static final String NOWHERE = "/v1/connections/" + UUID.randomUUID();

  @Inject Database database;
  private final Team team = Team.any();

  @Test
  void addsAConnectionByAKeyFile() {
    String file = Team.key();

    var answer = team.add("warehouse", file);

    String id = answer.statusCode(201).extract().path("id");
    answer
        .header("Location", endsWith("/v1/connections/" + id))
        .body("teamId", equalTo(team.id().toString()))
        .body("name", equalTo("warehouse"))
        .body("warehouseType", equalTo("bigquery"))
        .body("projectId", equalTo(LocalCloudResource.PROJECT))
        .body("serviceAccount", equalTo(JsonPath.from(file).getString("client_email")))
        .body("status", equalTo("PENDING_VALIDATION"))
        .body("checks", hasSize(0))
        .body("validatedAt", nullValue());
  }

  @Test
  void keepsWhatItNeedsToOpenTheCredentialAgain() {
    UUID id = team.added("warehouse", Team.key());

    Row row = row(id);
    assertTrue(row.getString("kek_name").endsWith("/cryptoKeys/service-account-encryption"));
    assertEquals("1", row.getString("kek_version"));
    assertEquals("kms-aes256gcm-v1", row.getString("enc_format"));
    assertEquals(64, row.getString("ciphertext_sha256").length());
    assertTrue(row.getLong("generation") > 0);
  }

  @Test
  void namesAConnectionAfterItsProjectWhereNoNameIsGiven() {
    team.as("EDITOR")
        .body(Team.key())
        .post("/v1/teams/" + team.id() + "/connections")
        .then()
        .statusCode(201)
        .body("name", equalTo(LocalCloudResource.PROJECT));
  }

  @Test
  void addsTheSameKeyUnderTheSameNameOnce() {
    String file = Team.key();
    UUID first = team.added("warehouse", file);

    UUID second = team.added("warehouse", file);

    assertEquals(first, second);
    assertEquals(1, rows());
  }

  @Test
  void refusesANameThatAnotherKeyHas() {
    team.added("warehouse", Team.key());

    team.add("warehouse", Team.key())
        .statusCode(409)
        .body("code", equalTo("CONNECTION_NAME_TAKEN"));
    Team.any().add("warehouse", Team.key()).statusCode(201);
    assertEquals(1, rows());
  }

  @Test
  void refusesANameThatNobodyCouldRead() {
    for (String name : List.of(" x", "a\nb", "x".repeat(64), "../x")) {
      team.add(name, Team.key()).statusCode(400).body("violations.field", contains("name"));
    }
  }

  @Test
  void refusesAFileThatIsNotGooglesAndSaysWhere() {
    String wrong = KeyFile.good().with("token_uri", KeyFile.text("http://127.0.0.1/")).json();

    team.add("warehouse", wrong)
        .statusCode(422)
        .contentType("application/problem+json")
        .body("code", equalTo("CREDENTIAL_INVALID"))
        .body("violations[0].field", equalTo("token_uri"))
        .body("violations[0].allowed", contains("https://oauth2.googleapis.com/token"));
    assertEquals(0, rows());
  }

  @Test
  void refusesWhatIsNoFile() {
    team.add("warehouse", "").statusCode(422).body("code", equalTo("CREDENTIAL_INVALID"));
    team.add("warehouse", "x".repeat(16 * 1024 + 1))
        .statusCode(413)
        .body("code", equalTo("PAYLOAD_TOO_LARGE"));
    team.as("EDITOR")
        .contentType(ContentType.TEXT)
        .body(Team.key())
        .post("/v1/teams/" + team.id() + "/connections")
        .then()
        .statusCode(415);
  }

  @Test
  void provesEachPermissionByDoingIt() {
    UUID id = team.added("warehouse", Team.key());

    team.validate(id)
        .statusCode(200)
        .body("status", equalTo("VALIDATED"))
        .body("validatedAt", notNullValue())
        .body("checks.granted", everyItem(equalTo(true)))
        .body(
            "checks.permission",
            contains(
                "bigquery.datasets.get",
                "bigquery.tables.list",
                "bigquery.tables.get",
                "bigquery.tables.getData",
                "bigquery.jobs.create"));
    assertEquals(List.of("bridge.connection.connection-validated.v1"), facts(id));
    JsonPath fact = lastFact(id);
    assertEquals(team.id().toString(), fact.getString("teamId"));
    assertEquals("warehouse", fact.getString("name"));
    assertEquals(LocalCloudResource.PROJECT, fact.getString("projectId"));
  }

  @Test
  void saysWhatToGrantWhereAPermissionIsMissing() {
    UUID id = team.added("warehouse", Team.key(List.of("roles/bigquery.dataViewer")));

    team.validate(id)
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .body("validatedAt", nullValue())
        .body("checks.granted", contains(true, true, true, true, false))
        .body("checks[4].detail", containsString("Grant roles/bigquery.jobUser to w-"))
        .body("checks[4].detail", containsString("--role=roles/bigquery.jobUser"));
    assertEquals(List.of("bridge.connection.connection-failed.v1"), facts(id));
    assertEquals(List.of("bigquery.jobs.create"), lastFact(id).getList("missing"));
  }

  @Test
  void provesPermissionsOnATableThatIsThere() {
    TestWarehouse.table("probed_" + team.id().toString().replace('-', '_'));
    UUID id = team.added("warehouse", Team.key());

    team.validate(id)
        .statusCode(200)
        .body("status", equalTo("VALIDATED"))
        .body("checks.detail", everyItem(nullValue()));
  }

  @Test
  void tellsReadingMetadataFromReadingData() {
    TestWarehouse.table("probed_" + team.id().toString().replace('-', '_'));
    List<String> roles = List.of("roles/bigquery.metadataViewer", "roles/bigquery.jobUser");
    UUID id = team.added("warehouse", Team.key(roles));

    team.validate(id)
        .body("status", equalTo("FAILED"))
        .body("checks.granted", contains(true, true, true, false, true))
        .body("checks[3].detail", containsString("roles/bigquery.dataViewer"));
  }

  @Test
  void failsAKeyWithoutAnyRole() {
    UUID id = team.added("warehouse", Team.key(List.of()));

    team.validate(id)
        .body("status", equalTo("FAILED"))
        .body("checks.granted", everyItem(equalTo(false)))
        .body("checks.detail", everyItem(containsString("Grant roles/bigquery.")));
  }

  @Test
  void failsAKeyThatGoogleDoesNotKnow() {
    UUID id = team.added("warehouse", KeyFile.good().json());

    team.validate(id)
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .body("checks.granted", everyItem(equalTo(false)))
        .body("checks.detail", everyItem(containsString("Make a new key")));
  }

  @Test
  void showsConnectionsByNamePageByPage() {
    for (String name : List.of("c", "a", "b")) {
      team.added(name, Team.key(List.of()));
    }

    String next =
        team.as("VIEWER")
            .queryParam("pageSize", 2)
            .get("/v1/teams/" + team.id() + "/connections")
            .then()
            .statusCode(200)
            .body("items.name", contains("a", "b"))
            .extract()
            .path("nextPageToken");

    team.as("VIEWER")
        .queryParam("pageToken", next)
        .get("/v1/teams/" + team.id() + "/connections")
        .then()
        .body("items.name", contains("c"))
        .body("nextPageToken", nullValue());
  }

  @Test
  void showsPeersWhatTheyWorkWith() {
    UUID id = team.added("warehouse", Team.key());

    for (String peer : List.of("catalog-service", "dashboard-service")) {
      Team.peer(peer).get("/v1/connections/" + id).then().statusCode(200);
      Team.peer(peer)
          .get("/v1/teams/" + team.id() + "/connections")
          .then()
          .statusCode(200)
          .body("items", hasSize(1));
    }
    Team.peer("agent-service").get("/v1/connections/" + id).then().statusCode(404);
    Team.peer("agent-service")
        .get("/v1/teams/" + team.id() + "/connections")
        .then()
        .statusCode(404);
  }

  @Test
  void hidesEverythingFromAnotherTeam() {
    UUID id = team.added("warehouse", Team.key());
    Team others = Team.any();
    String absent = problem(others, "GET", NOWHERE);

    for (String[] call :
        new String[][] {
          {"GET", "/v1/connections/" + id},
          {"POST", "/v1/connections/" + id + "/validate"},
          {"DELETE", "/v1/connections/" + id}
        }) {
      assertEquals(absent, problem(others, call[0], call[1]));
    }
    for (String method : List.of("GET", "POST")) {
      others
          .as("OWNER")
          .body(KeyFile.good().json())
          .request(method, "/v1/teams/" + team.id() + "/connections")
          .then()
          .statusCode(404)
          .body("code", equalTo("TEAM_NOT_FOUND"));
    }
  }

  @Test
  void letsAViewerLookOnly() {
    UUID id = team.added("warehouse", Team.key());

    team.as("VIEWER").get("/v1/connections/" + id).then().statusCode(200);
    team.as("VIEWER").delete("/v1/connections/" + id).then().statusCode(403);
    team.as("VIEWER").post("/v1/connections/" + id + "/validate").then().statusCode(403);
    team.as("VIEWER")
        .body(Team.key())
        .post("/v1/teams/" + team.id() + "/connections")
        .then()
        .statusCode(403);
    given().get("/v1/connections/" + id).then().statusCode(401);
  }

  @Test
  void removesAConnectionWithItsObjectAndLeases() {
    // Given
    UUID id = team.validated();
    String lease = team.lease("dashboard-service", id, LeasePurpose.QUERY).extract().path("id");

    // When
    team.as("EDITOR").delete("/v1/connections/" + id).then().statusCode(204);

    // Then
    team.as("OWNER").get("/v1/connections/" + id).then().statusCode(404);
    team.as("OWNER").delete("/v1/connections/" + id).then().statusCode(404);
    assertFalse(TestBucket.as("connection-service").has(team, id));
    assertEquals(0, rows());
    assertEquals(
        List.of(
            "bridge.connection.connection-validated.v1", "bridge.connection.connection-removed.v1"),
        facts(id));
    assertEquals(id.toString(), lastFact(id).getString("connectionId"));
    Team.peer("dashboard-service")
        .get("/v1/leases/" + lease)
        .then()
        .statusCode(409)
        .body("code", equalTo("LEASE_ENDED"));
  }

  @Test
  void beginsAnewWhatACrashLeftHalfMade() {
    // Given: the process died between the object and the row's release
    String file = Team.key();
    UUID half = team.added("warehouse", file);
    crash(half, "STORING");
    team.as("OWNER").get("/v1/connections/" + half).then().statusCode(404);

    // When
    UUID whole = team.added("warehouse", file);

    // Then
    assertNotEquals(half, whole);
    team.validate(whole).statusCode(200).body("status", equalTo("VALIDATED"));
    crash(half, "REMOVING");
    Team.reap().statusCode(200);
    assertFalse(TestBucket.as("connection-service").has(team, half));
    assertTrue(TestBucket.as("connection-service").has(team, whole));
    assertEquals(1, rows());
  }

  @Test
  void givesUpWhatNobodyBeginsAnew() {
    UUID half = team.added("warehouse", Team.key());
    crash(half, "STORING");

    Team.reap().statusCode(200);

    assertEquals("REMOVING", row(half).getString("stage"));
    crash(half, "REMOVING");
    Team.reap().statusCode(200);
    assertFalse(TestBucket.as("connection-service").has(team, half));
    assertEquals(0, rows());
  }

  @Test
  void carriesARemovalOnThatACrashCutShort() {
    UUID id = team.added("warehouse", Team.key());
    crash(id, "REMOVING");

    Team.reap().statusCode(200);

    assertFalse(TestBucket.as("connection-service").has(team, id));
    assertEquals(0, rows());
  }

  @Test
  void servesItsContract() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Bridge: connection-service"))
        .body("paths.'/v1/teams/{teamId}/connections'.post.operationId", equalTo("addConnection"))
        .body("paths.keySet()", not(contains(containsString("/internal"))));
  }

  private String problem(Team caller, String method, String path) {
    JsonPath problem =
        caller
            .as("OWNER")
            .request(method, path)
            .then()
            .statusCode(404)
            .contentType("application/problem+json")
            .extract()
            .jsonPath();
    return problem.getString("code") + problem.getString("title") + problem.getString("detail");
  }

  /** Leaves the row as a process that was killed at that stage, and due. */
  private void crash(UUID id, String stage) {
    database.rows(
        "update connection set stage = $2, due_at = now() - interval '1 s' where id = $1",
        id,
        stage);
  }

  private Row row(UUID id) {
    return database.rows("select * from connection where id = $1", id).getFirst();
  }

  private long rows() {
    return database.count("select count(*) from connection where team_id = $1", team.id());
  }

  private List<String> facts(UUID id) {
    return database
        .rows("select type from outbox where subject = $1 order by position", id.toString())
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private JsonPath lastFact(UUID id) {
    return JsonPath.from(
        database
            .rows("select payload::text from outbox where subject = $1 order by position", id + "")
            .getLast()
            .getString(0));
  }
}
