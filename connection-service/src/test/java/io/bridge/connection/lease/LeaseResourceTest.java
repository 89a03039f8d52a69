package io.bridge.connection.lease;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.connection.ConnectionServiceTest;
import io.bridge.connection.Database;
import io.bridge.connection.Team;
import io.bridge.connection.TestWarehouse;
import io.bridge.model.connection.LeasePurpose;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ConnectionServiceTest
class LeaseResourceTest {
  private static final String CATALOG = "catalog-service";
  private static final String DASHBOARD = "dashboard-service";

  @Inject Database database;
  private final Team team = Team.any();

  @Test
  void givesAPeerATokenThatGoogleTakes() {
    UUID connection = team.validated();

    ValidatableResponse lease = team.lease(DASHBOARD, connection, LeasePurpose.QUERY);

    lease
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .body("connectionId", equalTo(connection.toString()))
        .body("teamId", equalTo(team.id().toString()))
        .body("projectId", equalTo(LocalCloudResource.PROJECT))
        .body("purpose", equalTo("QUERY"))
        .body("datasets", hasSize(0))
        .body("byteAllowance", notNullValue());
    Instant expiry = Instant.parse(lease.extract().path("expiresAt"));
    assertTrue(expiry.isBefore(Instant.now().plus(Duration.ofMinutes(15))));
    assertTrue(expiry.isAfter(Instant.now().plus(Duration.ofMinutes(14))));
    dryRun(lease.extract().path("accessToken"));
  }

  @Test
  void givesTheCatalogATokenThatReadsAndInsertsNoJob() {
    UUID connection = team.validated();

    ValidatableResponse lease = team.lease(CATALOG, connection, LeasePurpose.SCAN);

    String token = lease.statusCode(201).extract().path("accessToken");
    TestWarehouse.with(token).listDatasets();
    BigQueryException refused = assertThrows(BigQueryException.class, () -> dryRun(token));
    assertEquals(403, refused.getCode());
    assertEquals("insufficientPermissions", refused.getReason());
  }

  @Test
  void givesEachPeerItsOwnPurposeOnly() {
    UUID connection = team.validated();

    team.lease(CATALOG, connection, LeasePurpose.QUERY)
        .statusCode(403)
        .body("code", equalTo("FORBIDDEN"));
    team.lease(DASHBOARD, connection, LeasePurpose.SCAN).statusCode(403);
  }

  @Test
  void existsForPeersOnly() {
    UUID connection = team.validated();
    String lease = id(team.lease(DASHBOARD, connection, LeasePurpose.QUERY));

    for (String other : new String[] {"agent-service", "sync-service", "gateway-service"}) {
      team.lease(other, connection, LeasePurpose.QUERY)
          .statusCode(404)
          .body("code", equalTo("CONNECTION_NOT_FOUND"));
      Team.peer(other).get("/v1/leases/" + lease).then().statusCode(404);
    }
    team.as("OWNER")
        .body(Map.of("teamId", team.id(), "purpose", "QUERY"))
        .post("/v1/connections/" + connection + "/leases")
        .then()
        .statusCode(404);
    team.as("OWNER").get("/v1/leases/" + lease).then().statusCode(404);
    team.as("OWNER").delete("/v1/leases/" + lease).then().statusCode(404);
    given().get("/v1/leases/" + lease).then().statusCode(401);
  }

  @Test
  void givesNoLeaseOfAnotherTeamsConnection() {
    UUID connection = team.validated();

    Team.any()
        .lease(DASHBOARD, connection, LeasePurpose.QUERY)
        .statusCode(404)
        .body("code", equalTo("CONNECTION_NOT_FOUND"));
    team.lease(DASHBOARD, UUID.randomUUID(), LeasePurpose.QUERY).statusCode(404);
  }

  @Test
  void givesNoLeaseBeforeTheConnectionIsValidated() {
    UUID connection = team.added("warehouse", Team.key());

    team.lease(DASHBOARD, connection, LeasePurpose.QUERY)
        .statusCode(409)
        .body("code", equalTo("CONNECTION_NOT_VALIDATED"));
  }

  @Test
  void asksForWhatALeaseNeeds() {
    Team.peer(DASHBOARD)
        .body("{}")
        .post("/v1/connections/" + UUID.randomUUID() + "/leases")
        .then()
        .statusCode(400)
        .body("violations", hasSize(2));
  }

  @Test
  void showsALeaseToItsHolderWithoutItsToken() {
    String lease = id(team.lease(CATALOG, team.validated(), LeasePurpose.SCAN));

    find(CATALOG, lease).statusCode(200).body("accessToken", nullValue());
    find(DASHBOARD, lease).statusCode(404).body("code", equalTo("LEASE_NOT_FOUND"));
    find(CATALOG, UUID.randomUUID().toString()).statusCode(404);
  }

  @Test
  void endsALeaseThatItsHolderGivesBack() {
    String lease = id(team.lease(CATALOG, team.validated(), LeasePurpose.SCAN));

    Team.peer(CATALOG).delete("/v1/leases/" + lease).then().statusCode(204);

    find(CATALOG, lease).statusCode(409).body("code", equalTo("LEASE_ENDED"));
    Team.peer(CATALOG).delete("/v1/leases/" + lease).then().statusCode(204);
    Team.peer(DASHBOARD).delete("/v1/leases/" + lease).then().statusCode(404);
  }

  @Test
  void endsALeaseInTime() {
    String lease = id(team.lease(CATALOG, team.validated(), LeasePurpose.SCAN));

    expire(lease, "1 second");

    find(CATALOG, lease).statusCode(409).body("code", equalTo("LEASE_ENDED"));
  }

  @Test
  void endsLeasesWhereAValidationFails() {
    // Given: its account has lost its roles since it was validated
    UUID connection = team.added("warehouse", Team.key(List.of()));
    database.rows("update connection set status = 'VALIDATED' where id = $1", connection);
    String lease = id(team.lease(CATALOG, connection, LeasePurpose.SCAN));

    // When
    team.validate(connection).statusCode(200).body("status", equalTo("FAILED"));

    // Then
    find(CATALOG, lease).statusCode(409).body("code", equalTo("LEASE_ENDED"));
    team.lease(CATALOG, connection, LeasePurpose.SCAN)
        .statusCode(409)
        .body("code", equalTo("CONNECTION_NOT_VALIDATED"));
  }

  @Test
  void forgetsLeasesThatEndedLongAgo() {
    UUID connection = team.validated();
    String old = id(team.lease(CATALOG, connection, LeasePurpose.SCAN));
    String ended = id(team.lease(CATALOG, connection, LeasePurpose.SCAN));
    expire(old, "61 minutes");
    expire(ended, "59 minutes");

    Team.reap().statusCode(200);

    find(CATALOG, old).statusCode(404);
    find(CATALOG, ended).statusCode(409);
  }

  private void expire(String lease, String ago) {
    database.rows(
        "update lease set expires_at = now() - interval '" + ago + "' where id = $1",
        UUID.fromString(lease));
  }

  private static ValidatableResponse find(String peer, String lease) {
    return Team.peer(peer).get("/v1/leases/" + lease).then();
  }

  private static String id(ValidatableResponse lease) {
    return lease.statusCode(201).extract().path("id");
  }

  private static void dryRun(String token) {
    TestWarehouse.with(token)
        .create(
            JobInfo.of(
                QueryJobConfiguration.newBuilder("SELECT 1")
                    .setUseLegacySql(false)
                    .setDryRun(true)
                    .build()));
  }
}
