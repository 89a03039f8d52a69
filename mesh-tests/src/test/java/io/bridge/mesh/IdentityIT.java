package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Without a token that holds, every route answers the same 401; another team's things are not
 * there.
 */
@ExtendWith(RunningMesh.class)
class IdentityIT {
  private static final KeyPair STRANGER = stranger();
  private static final String ID = "0198c2a4-5a00-7000-8000-000000000009";
  private static final ObjectMapper JSON = new ObjectMapper();

  record Route(String method, String path) {}

  static Stream<Route> routes() {
    return Stream.of(
        new Route("GET", "/v1/me"),
        new Route("GET", "/v1/teams"),
        new Route("POST", "/v1/teams"),
        new Route("GET", "/v1/teams/" + ID),
        new Route("POST", "/v1/uploads"),
        new Route("GET", "/v1/uploads?teamId=" + ID),
        new Route("GET", "/v1/uploads/" + ID),
        new Route("POST", "/v1/teams/" + ID + "/connections"),
        new Route("GET", "/v1/teams/" + ID + "/connections"),
        new Route("GET", "/v1/connections/" + ID),
        new Route("DELETE", "/v1/connections/" + ID),
        new Route("POST", "/v1/connections/" + ID + "/validate"),
        new Route("POST", "/v1/connections/" + ID + "/leases"),
        new Route("POST", "/v1/connections/" + ID + "/scan"),
        new Route("GET", "/v1/connections/" + ID + "/tables"),
        new Route("GET", "/v1/teams/" + ID + "/dashboards"),
        new Route("GET", "/v1/dashboards/some"),
        new Route("DELETE", "/v1/dashboards/some"),
        new Route("GET", "/v1/dashboards/some/file"),
        new Route("GET", "/v1/dashboards/some/data"),
        new Route("GET", "/v1/dashboards/some/query/one/data"),
        new Route("POST", "/v1/dashboards/some/precompute"),
        new Route("POST", "/v1/dashboards/plan"),
        new Route("POST", "/v1/queries"),
        new Route("POST", "/v1/agent/task"),
        new Route("GET", "/v1/agent/status/" + ID),
        new Route("GET", "/v1/connections/" + ID + "/datasets"),
        new Route("GET", "/v1/datasets/" + ID),
        new Route("GET", "/v1/datasets/" + ID + "/tables"),
        new Route("GET", "/v1/tables/" + ID),
        new Route("GET", "/v1/tables/" + ID + "/columns"),
        new Route("GET", "/v1/nothing/here"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void answers401WithoutATokenThatHolds(Route route, RunningMesh.Handle mesh) throws Exception {
    String real = mesh.gateway().idToken("claims@bridge.example", RunningMesh.PASSWORD);
    List<String> forged = new ArrayList<>(forgeries(real));
    forged.add(null);

    for (String token : forged) {
      Gateway.Answer answer =
          mesh.gateway().send(route.method(), route.path(), token, body(route.method()));

      assertAll(
          () -> assertEquals(401, answer.status()),
          () -> assertTrue(answer.contentType().startsWith("application/problem+json")),
          () -> assertEquals("UNAUTHENTICATED", answer.body().path("code").asText()),
          () -> assertFalse(answer.raw().body().contains("claims@")));
    }
    assertFalse(mesh.logs().contains("claims@bridge.example"), "a log holds a claim");
  }

  @Test
  void hidesAnotherTeamsThings(RunningMesh.Handle mesh) {
    // Given
    String owner = mesh.gateway().idToken("owner@bridge.example", RunningMesh.PASSWORD);
    String stranger = mesh.gateway().idToken("stranger@bridge.example", RunningMesh.PASSWORD);
    String team = team(mesh, owner);
    String upload =
        mesh.gateway().post("/v1/uploads", owner, announcement(team)).body().path("id").asText();
    String connection = new Workspace(mesh, owner, team).connect().path("id").asText();
    Map<String, String> things =
        Map.of(
            "/v1/teams/%s", team,
            "/v1/uploads?teamId=%s", team,
            "/v1/teams/%s/connections", team,
            "/v1/teams/%s/dashboards", team,
            "/v1/connections/%s", connection,
            "/v1/connections/%s/datasets", connection,
            "/v1/connections/%s/tables", connection);
    for (String path : things.keySet()) {
      // When
      Gateway.Answer theirs = mesh.gateway().get(path.formatted(things.get(path)), stranger);
      Gateway.Answer nobodys = mesh.gateway().get(path.formatted(UUID.randomUUID()), stranger);
      // Then
      assertEquals(404, theirs.status(), path);
      assertEquals(shape(nobodys.body()), shape(theirs.body()), path);
    }
    assertEquals(200, mesh.gateway().get("/v1/uploads/" + upload, owner).status());
    assertEquals(404, mesh.gateway().get("/v1/uploads/" + upload, stranger).status());
    assertEquals(404, mesh.gateway().post("/v1/uploads", stranger, announcement(team)).status());
    assertEquals(
        404,
        mesh.gateway()
            .send("POST", "/v1/connections/" + connection + "/scan", stranger, "")
            .status());
  }

  @Test
  void neverLetsOneTeamLoadIntoAnothersDataset(RunningMesh.Handle mesh) {
    String first = mesh.gateway().idToken("first@bridge.example", RunningMesh.PASSWORD);
    String second = mesh.gateway().idToken("second@bridge.example", RunningMesh.PASSWORD);
    byte[] bytes = ParquetBytes.numbers(3);
    Uploading owner = new Uploading(mesh, first, team(mesh, first));
    String otherTeam = team(mesh, second);
    assertEquals("LOADED", owner.carry("owned", "numbers", bytes, 3).path("state").asText());

    Gateway.Answer refused =
        mesh.gateway()
            .post(
                "/v1/uploads",
                second,
                Uploading.announcement(otherTeam, "owned", "numbers", bytes.length, 3));

    assertEquals(404, refused.status());
    assertEquals("DATASET_NOT_FOUND", refused.body().path("code").asText());
    assertEquals(3, mesh.count("owned.numbers"));
  }

  private static String team(RunningMesh.Handle mesh, String token) {
    return mesh.gateway()
        .post("/v1/teams", token, Map.of("name", "Team " + UUID.randomUUID()))
        .body()
        .path("id")
        .asText();
  }

  private static Map<String, Object> announcement(String team) {
    return Uploading.announcement(team, "hidden", "numbers", 10, 1);
  }

  private static String body(String method) {
    return method.equals("POST") ? "{}" : null;
  }

  /** What may not differ between what is another's and what does not exist. */
  private static JsonNode shape(JsonNode problem) {
    return ((ObjectNode) problem.deepCopy()).without(List.of("traceId", "instance", "detail"));
  }

  /** Made once: it takes seconds. */
  private static KeyPair stranger() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> forgeries(String real) throws Exception {
    String[] parts = real.split("\\.");
    JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    long now = Instant.now().getEpochSecond();
    String unsigned = encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".";
    return List.of(
        "nonsense",
        unsigned,
        parts[0] + "." + parts[1] + ".",
        parts[0] + "." + encode(claims.toString().replace("claims@", "admin@")) + "." + parts[2],
        signed(changed(claims, Map.of())),
        signed(changed(claims, Map.of("exp", now - 3600, "iat", now - 7200))),
        signed(changed(claims, Map.of("aud", "another-project"))),
        signed(changed(claims, Map.of("iss", "https://securetoken.google.com/another-project"))));
  }

  private static ObjectNode changed(JsonNode claims, Map<String, Object> with) {
    ObjectNode changed = claims.deepCopy();
    with.forEach((name, value) -> changed.set(name, JSON.valueToTree(value)));
    return changed;
  }

  private static String signed(JsonNode claims) throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue("RS256");
    jws.setKeyIdHeaderValue("unknown");
    jws.setKey(STRANGER.getPrivate());
    jws.setPayload(claims.toString());
    return jws.getCompactSerialization();
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
