package io.bridge.connection.connection;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.topology.Topology;
import io.bridge.connection.ConnectionServiceTest;
import io.bridge.connection.Database;
import io.bridge.connection.Team;
import io.bridge.connection.TestBucket;
import io.bridge.model.connection.LeasePurpose;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The scheduler of local-cloud also reaps each minute: nothing here counts what one call did. */
@ConnectionServiceTest
class ReaperTest {
  private static final String PATH = "/internal/connections/reap";

  @Inject Database database;
  private final Team team = Team.any();

  @Test
  void isCalledEachMinuteWhereItListens() {
    Topology topology = LocalCloudResource.cloud().topology();

    Topology.Schedule schedule = topology.schedules().get("connection-reaper");

    assertEquals("* * * * *", schedule.cron());
    assertEquals("connection-service", schedule.service());
    assertEquals(PATH, schedule.path());
    Team.reap().statusCode(200);
    String push = LocalCloudResource.identities().googleToken(schedule.serviceAccount(), own(PATH));
    assertEquals(200, status(push));
  }

  @Test
  void isCalledByNobodyElse() {
    assertEquals(401, given().post(PATH).statusCode());
    assertEquals(401, team.as("OWNER").post(PATH).statusCode());
    assertEquals(401, Team.peer("catalog-service").post(PATH).statusCode());
    assertEquals(401, status(LocalCloudResource.identities().pushToken("/internal/outbox/relay")));
    String other = LocalCloudResource.identities().googleToken("sync-service", own(PATH));
    assertEquals(401, status(other));
  }

  @Test
  void cleansUpWhatIsOverAndNothingElse() {
    // Given
    UUID halfMade = team.added("half-made", Team.key());
    UUID halfRemoved = team.added("half-removed", Team.key());
    UUID inTheMaking = team.added("in-the-making", Team.key());
    UUID whole = team.validated();
    UUID old = lease(whole);
    UUID young = lease(whole);
    leave(halfMade, "STORING", "-1 s");
    leave(halfRemoved, "REMOVING", "-1 s");
    leave(inTheMaking, "STORING", "10 min");
    database.rows("update lease set expires_at = now() - interval '61 min' where id = $1", old);

    // When: what is half made is given up first, and goes when nobody can be writing it any more
    Team.reap().statusCode(200);
    leave(halfMade, "REMOVING", "-1 s");
    Team.reap().statusCode(200);

    // Then
    for (UUID gone : new UUID[] {halfMade, halfRemoved}) {
      assertFalse(hasRow("connection", gone));
      assertFalse(hasObject(gone));
    }
    for (UUID kept : new UUID[] {inTheMaking, whole}) {
      assertTrue(hasRow("connection", kept));
      assertTrue(hasObject(kept));
    }
    assertFalse(hasRow("lease", old));
    assertTrue(hasRow("lease", young));
  }

  /** Leaves the row as a process that was killed at that stage. */
  private void leave(UUID id, String stage, String due) {
    database.rows(
        "update connection set stage = $2, due_at = now() + interval '" + due + "' where id = $1",
        id,
        stage);
  }

  private UUID lease(UUID connection) {
    return UUID.fromString(
        team.lease("catalog-service", connection, LeasePurpose.SCAN)
            .statusCode(201)
            .extract()
            .path("id"));
  }

  private boolean hasRow(String table, UUID id) {
    return database.count("select count(*) from " + table + " where id = $1", id) == 1;
  }

  private boolean hasObject(UUID connection) {
    return TestBucket.as("connection-service").has(team, connection);
  }

  private static int status(String token) {
    return given().auth().oauth2(token).post(PATH).statusCode();
  }

  private static String own(String path) {
    return LocalCloudResource.serviceUrl() + path;
  }
}
