package io.bridge.cloud.iamadmin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.CloudAtHand;
import io.bridge.cloud.http.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IamAdminTest {
  private static final String ACCOUNTS = "/v1/projects/bridge-test/serviceAccounts";
  private static final String POLICY = "/v1/projects/bridge-test";
  private static final String JOB_USER = "roles/bigquery.jobUser";

  @TempDir static Path dir;
  private static CloudAtHand cloud;
  private static String admin;

  @BeforeAll
  static void start() {
    cloud = CloudAtHand.start(dir);
    admin = cloud.cloud().tokens().accessToken(cloud.cloud().tokens().adminEmail());
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void anAccountLivesFromItsCreationToItsEnd() {
    // Given
    var created = json(create("first-account", "First \u00fc"));
    var email = "first-account@bridge-test.iam.gserviceaccount.com";
    assertEquals(email, created.path("email").asText());
    assertEquals("First \u00fc", created.path("displayName").asText());
    assertEquals(409, create("first-account", "again").statusCode());
    var key = json(post(ACCOUNTS + "/" + email + "/keys", "{}"));
    var file = Json.read(Base64.getDecoder().decode(key.path("privateKeyData").asText()));
    assertEquals(email, file.path("client_email").asText());
    assertTrue(key.path("name").asText().endsWith("/keys/" + file.path("private_key_id").asText()));
    var listed = json(get(ACCOUNTS + "/" + email + "/keys"));
    assertEquals(1, listed.path("keys").size());
    assertFalse(listed.toString().contains("privateKeyData"));
    grant(email, JOB_USER);

    // When
    var gone = delete(ACCOUNTS + "/" + email);

    // Then
    assertEquals(200, gone.statusCode());
    assertEquals(404, get(ACCOUNTS + "/" + email).statusCode());
    assertEquals(404, get(ACCOUNTS + "/" + email + "/keys").statusCode());
    assertEquals(404, delete(ACCOUNTS + "/" + email).statusCode());
    assertFalse(policy().toString().contains(email));
  }

  @Test
  void rolesGivenByThePolicyHoldAtOnceAndEndWithIt() {
    var email = json(create("policy-account", "")).path("email").asText();
    var token = cloud.cloud().tokens().accessToken(email);
    var datasets = "/bigquery/v2/projects/bridge-test/datasets";
    assertEquals(403, status(datasets, token));

    grant(email, "roles/bigquery.dataViewer");
    assertEquals(200, status(datasets, token));
    var without = policy();
    for (var binding : without.path("bindings")) {
      if (binding.path("role").asText().equals("roles/bigquery.dataViewer")) {
        ((ObjectNode) binding).putArray("members");
      }
    }
    assertEquals(200, setPolicy(without).statusCode());

    assertEquals(403, status(datasets, token));
  }

  @Test
  void refusesAPolicyThatWasReadBeforeAnotherChange() {
    var email = json(create("racing-account", "")).path("email").asText();
    var before = policy();
    grant(email, JOB_USER);

    var late = setPolicy(before);

    assertEquals(409, late.statusCode());
    assertTrue(policy().toString().contains(email));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"policy":{"bindings":[]}}                                                                                     | 501
          {"policy":{"bindings":[{"role":"roles/owner","members":["serviceAccount:sync-service@bridge-test.iam.gserviceaccount.com"]}]}} | 400
          {"policy":{"bindings":[{"role":"roles/bigquery.jobUser","members":["user:ann@example.com"]}]}}                   | 501
          {"policy":{"bindings":[{"role":"roles/bigquery.jobUser","members":["allUsers"]}]}}                               | 501
          {"policy":{"bindings":[{"role":"roles/bigquery.jobUser","members":["serviceAccount:ghost@x.y"]}]}}               | 400
          {"policy":{"bindings":[{"role":"roles/bigquery.jobUser","members":[],"condition":{"expression":"true"}}]}}       | 501
          {"policy":{"etag":"%%%","bindings":[]}}                                                                          | 400
          {}                                                                                                               | 400
          """)
  void refusesAPolicyThatItCannotKeep(String body, int status) {
    assertEquals(status, post(POLICY + ":setIamPolicy", body).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"storage", "pubsub", "sync-service", "bridge-push"})
  void refusesTheNamesThatHoldRolesAlready(String id) {
    var status = create(id, "").statusCode();
    assertEquals(409, status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "admin", "Upper-case", "with.dot", "with space", "a@b.c-account", "x-"})
  void refusesWhatIsNoName(String id) {
    assertEquals(400, create(id, "").statusCode());
  }

  @Test
  void theAccountsOfTheTopologyStay() {
    var sync = cloud.cloud().topology().email("sync-service");
    assertEquals(200, get(ACCOUNTS + "/" + sync).statusCode());
    assertEquals(501, delete(ACCOUNTS + "/" + sync).statusCode());
  }

  @Test
  void listsByPages() {
    create("page-account-one", "");
    create("page-account-two", "");
    var seen = new ArrayList<String>();
    var token = "";
    do {
      var page = json(get(ACCOUNTS + "?pageSize=2&pageToken=" + token));
      page.path("accounts").forEach(it -> seen.add(it.path("email").asText()));
      token = page.path("nextPageToken").asText();
    } while (!token.isEmpty());
    assertEquals(seen.stream().sorted().distinct().toList(), seen);
    assertTrue(seen.size() >= 9);
    assertEquals(400, get(ACCOUNTS + "?pageSize=-1").statusCode());
    assertEquals(400, get(ACCOUNTS + "?pageToken=$").statusCode());
  }

  @Test
  void givesTenKeysAndNoEleventh() {
    var keys = ACCOUNTS + "/" + json(create("keys-account", "")).path("email").asText() + "/keys";
    for (int i = 0; i < 10; i++) {
      assertEquals(200, post(keys, "{}").statusCode());
    }
    assertEquals(400, post(keys, "{}").statusCode());
    assertEquals(501, post(keys, "{\"privateKeyType\":\"TYPE_PKCS12_FILE\"}").statusCode());
  }

  @Test
  void letsNobodyInWhoHasNoRoleForIt() {
    for (var account : List.of("sync-service", "connection-service", "bridge-push")) {
      var token = cloud.token(account);
      assertEquals(403, status(ACCOUNTS, token));
      assertEquals(403, as(token, post(POLICY + ":getIamPolicy")).statusCode());
      assertEquals(403, as(token, post(POLICY + ":setIamPolicy")).statusCode());
      var own = ACCOUNTS + "/" + cloud.cloud().topology().email(account);
      assertEquals(403, as(token, post(own + "/keys")).statusCode());
    }
    assertEquals(401, cloud.get(ACCOUNTS).statusCode());
    var person = cloud.cloud().tokens().userAccessToken("ann@example.com");
    assertEquals(403, status(ACCOUNTS, person));
  }

  @Test
  void anAccountWithTheRolesMayDoItToo() {
    var email = json(create("operator-account", "")).path("email").asText();
    grant(email, "roles/iam.serviceAccountKeyAdmin");
    var token = cloud.cloud().tokens().accessToken(email);
    assertEquals(200, status(ACCOUNTS, token));
    var keys = ACCOUNTS + "/" + email + "/keys";
    assertEquals(200, as(token, post(keys)).statusCode());
    assertEquals(403, as(token, post(POLICY + ":setIamPolicy")).statusCode());
  }

  private static void grant(String email, String role) {
    var policy = policy();
    var binding = ((ObjectNode) policy).withArray("bindings").addObject();
    binding.put("role", role).putArray("members").add("serviceAccount:" + email);
    assertEquals(200, setPolicy(policy).statusCode());
  }

  private static JsonNode policy() {
    return json(post(POLICY + ":getIamPolicy", "{}"));
  }

  private static HttpResponse<String> setPolicy(JsonNode policy) {
    return post(POLICY + ":setIamPolicy", "{\"policy\":" + policy + "}");
  }

  private static HttpResponse<String> create(String id, String displayName) {
    var body = Json.MAPPER.createObjectNode().put("accountId", id);
    body.putObject("serviceAccount").put("displayName", displayName);
    return post(ACCOUNTS, body.toString());
  }

  private static HttpResponse<String> post(String path, String body) {
    return as(admin, cloud.request(path).POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder post(String path) {
    return cloud.request(path).POST(BodyPublishers.ofString("{}"));
  }

  private static HttpResponse<String> get(String path) {
    return as(admin, cloud.request(path));
  }

  private static HttpResponse<String> delete(String path) {
    return as(admin, cloud.request(path).DELETE());
  }

  private static int status(String path, String token) {
    return as(token, cloud.request(path)).statusCode();
  }

  private static HttpResponse<String> as(String token, HttpRequest.Builder request) {
    return cloud.send(request.header("Authorization", "Bearer " + token));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    return CloudAtHand.json(answer);
  }
}
