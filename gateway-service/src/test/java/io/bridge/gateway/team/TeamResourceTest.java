package io.bridge.gateway.team;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.bridge.gateway.Raw;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class TeamResourceTest {
  @Inject DataSource database;

  @Test
  void makesATeamOfWhichTheMakerIsTheOwner() {
    // Given
    String token = Forge.token();
    String me = as(token).get("/v1/me").path("id");
    String name = unique("Données ");
    // When
    Response made = as(token).body(Map.of("name", name)).post("/v1/teams");
    // Then
    made.then()
        .statusCode(201)
        .header("Location", endsWith("/v1/teams/" + made.path("id")))
        .body("name", is(name))
        .body("slug", startsWith("donnees-"))
        .body("adminUserId", is(me))
        .body("role", is("OWNER"))
        .body("createdAt", notNullValue());
    as(token)
        .get("/v1/teams/" + made.path("id"))
        .then()
        .statusCode(200)
        .body("slug", is(made.<String>path("slug")))
        .body("createdAt", is(made.<String>path("createdAt")));
    as(token).get("/v1/me").then().body("teams.id", contains(made.<String>path("id")));
  }

  @Test
  void theFactOfANewTeamIsPublished() throws SQLException {
    String slug = unique("fact-");
    String id =
        as(Forge.token()).body(Map.of("name", "F", "slug", slug)).post("/v1/teams").path("id");
    try (Connection connection = database.getConnection();
        var query =
            connection.prepareStatement(
                "select topic, type, payload->>'slug', published_at from outbox where subject = ?")) {
      query.setString(1, id);
      ResultSet row = query.executeQuery();
      assertTrue(row.next());
      assertEquals("bridge.identity.v1", row.getString(1));
      assertEquals("bridge.identity.team-created.v1", row.getString(2));
      assertEquals(slug, row.getString(3));
      assertTrue(row.getTimestamp(4) != null, "published before the response");
    }
  }

  @Test
  void aSlugBelongsToOneTeam() {
    String slug = unique("one-");
    as(Forge.token())
        .body(Map.of("name", "A", "slug", slug))
        .post("/v1/teams")
        .then()
        .statusCode(201);
    as(Forge.token())
        .body(Map.of("name", "B", "slug", slug))
        .post("/v1/teams")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", is("TEAM_SLUG_TAKEN"));
  }

  @Test
  void ofManyWhoWantASlugAtOnceOneGetsIt() throws Exception {
    String token = Forge.token();
    String slug = unique("race-");
    as(token).get("/v1/me").then().statusCode(200);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Integer> statuses =
          threads
              .invokeAll(
                  IntStream.range(0, 16)
                      .<java.util.concurrent.Callable<Integer>>mapToObj(
                          _ ->
                              () ->
                                  as(token)
                                      .body(Map.of("name", "R", "slug", slug))
                                      .post("/v1/teams")
                                      .statusCode())
                      .toList())
              .stream()
              .map(java.util.concurrent.Future::resultNow)
              .sorted()
              .toList();
      assertEquals(201, statuses.getFirst());
      assertTrue(statuses.stream().skip(1).allMatch(status -> status == 409), statuses.toString());
    }
    as(token).get("/v1/teams").then().body("items", hasSize(1));
  }

  @Test
  void anothersTeamAndNoTeamAreTheSameToTheCaller() {
    // Given
    String owner = Forge.token();
    String theirs = as(owner).body(Map.of("name", unique("T "))).post("/v1/teams").path("id");
    String stranger = Forge.token();
    // When
    String anothers = notFound(as(stranger).get("/v1/teams/" + theirs));
    String none = notFound(as(stranger).get("/v1/teams/" + UUID.randomUUID()));
    String noId = notFound(as(stranger).get("/v1/teams/x"));
    // Then
    assertEquals(anothers, none);
    assertEquals(anothers, noId);
    as(stranger).get("/v1/teams").then().body("items", hasSize(0));
    as(owner).get("/v1/teams").then().body("items.id", contains(theirs));
  }

  @Test
  void aRoleOnThePlatformShowsNoOthersTeam() throws SQLException {
    String theirs =
        as(Forge.token()).body(Map.of("name", unique("T "))).post("/v1/teams").path("id");
    String admin = Forge.token();
    String id = as(admin).get("/v1/me").path("id");
    update("update users set role = 'SUPERADMIN' where id = ?::uuid", id);
    as(admin).get("/v1/me").then().body("roles", hasItem("SUPERADMIN")).body("roles", hasSize(3));
    notFound(as(admin).get("/v1/teams/" + theirs));
  }

  @Test
  void aMemberWhoWasRemovedIsOutAtOnce() throws SQLException {
    String token = Forge.token();
    String team = as(token).body(Map.of("name", unique("M "))).post("/v1/teams").path("id");
    update("delete from membership where team_id = ?::uuid", team);
    notFound(as(token).get("/v1/teams/" + team));
    as(token).get("/v1/me").then().body("teams", hasSize(0));
  }

  @Test
  void listsTeamsInPages() {
    // Given
    String token = Forge.token();
    String prefix = unique("p-");
    for (int i = 0; i < 5; i++) {
      as(token).body(Map.of("name", "P", "slug", prefix + i)).post("/v1/teams");
    }
    // When, then
    Response first = as(token).get("/v1/teams?pageSize=2");
    first.then().body("items.slug", contains(prefix + 0, prefix + 1));
    Response second =
        as(token).get("/v1/teams?pageSize=2&pageToken=" + first.path("nextPageToken"));
    second.then().body("items.slug", contains(prefix + 2, prefix + 3));
    as(token)
        .get("/v1/teams?pageSize=2&pageToken=" + second.path("nextPageToken"))
        .then()
        .body("items.slug", contains(prefix + 4))
        .body("nextPageToken", nullValue());
    as(Forge.token())
        .get("/v1/teams?pageToken=" + first.path("nextPageToken"))
        .then()
        .statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pageSize=-1",
        "pageSize=x",
        "pageSize=99999999999",
        "pageToken=!",
        "pageToken=AAAA"
      })
  void refusesAPageThatItDidNotOffer(String query) {
    as(Forge.token())
        .get("/v1/teams?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", is("INVALID_REQUEST"))
        .body("violations[0].field", is(query.substring(0, query.indexOf('='))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"name\":\"\"}",
        "{\"name\":\"  \"}",
        "{\"name\":null}",
        "{\"name\":{}}",
        "{\"name\":\"a\",\"name\":\"b\"}",
        "{\"name\":\"a\\ud800\"}",
        "{\"name\":\"a\\u0000\"}",
        "{\"name\":\"a\",\"slug\":\"\"}",
        "{\"name\":\"a\",\"slug\":\"-a\"}",
        "{\"name\":\"a\",\"slug\":\"A\"}",
        "{\"name\":\"a\"}}",
      })
  void refusesABodyThatIsNoTeam(String body) {
    as(Forge.token())
        .body(body)
        .post("/v1/teams")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", is("INVALID_REQUEST"));
  }

  @Test
  void refusesANameAboveAHundredCharactersAndUnknownWaysToBecomeAdmin() {
    String token = Forge.token();
    as(token).body(Map.of("name", "n".repeat(101))).post("/v1/teams").then().statusCode(400);
    String id =
        as(token)
            .body("{\"name\":\"" + unique("mass ") + "\",\"role\":\"OWNER\",\"adminUserId\":\"x\"}")
            .post("/v1/teams")
            .path("id");
    as(token)
        .get("/v1/teams/" + id)
        .then()
        .body("adminUserId", is(as(token).get("/v1/me").<String>path("id")));
  }

  @Test
  void refusesDeepJson() throws IOException {
    String deep = "{\"name\":" + "[".repeat(100_000);
    String answer =
        Raw.send(
            "POST /v1/teams HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + deep.length()
                + "\r\nAuthorization: Bearer "
                + Forge.token()
                + "\r\n\r\n"
                + deep);
    assertTrue(answer.matches("(?s)HTTP/1.1 (400|413) .*application/problem\\+json.*"), answer);
  }

  private void update(String sql, String parameter) throws SQLException {
    try (Connection connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      assertEquals(1, statement.executeUpdate());
    }
  }

  private static String notFound(Response response) {
    response.then().statusCode(404).contentType("application/problem+json");
    Map<String, Object> body = new LinkedHashMap<>(response.jsonPath().getMap(""));
    assertEquals("TEAM_NOT_FOUND", body.get("code"));
    body.remove("instance");
    body.remove("traceId");
    return body.toString();
  }

  private static String unique(String prefix) {
    return prefix + UUID.randomUUID().toString().substring(0, 8);
  }

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token).contentType("application/json");
  }
}
