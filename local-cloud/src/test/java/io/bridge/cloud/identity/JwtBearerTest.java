package io.bridge.cloud.identity;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.bridge.cloud.CloudAtHand;
import io.bridge.cloud.http.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JwtBearerTest {
  private static final String AUTH = "https://www.googleapis.com/auth/";
  private static final String BIGQUERY = AUTH + "bigquery";
  private static final List<String> SCOPES =
      List.of(
          "bigquery",
          "bigquery.readonly",
          "cloud-platform",
          "cloud-platform.read-only",
          "cloudkms",
          "devstorage.full_control",
          "devstorage.read_only",
          "devstorage.read_write",
          "pubsub");
  private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";
  private static final List<String> WAREHOUSE =
      List.of("roles/bigquery.jobUser", "roles/bigquery.dataViewer");

  @TempDir static Path dir;
  private static CloudAtHand cloud;
  private static ServiceAccountCredentials key;
  private static ServiceAccountCredentials other;
  private static final Map<String, String> TOKENS = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    cloud = CloudAtHand.start(dir);
    key = credentials(cloud.cloud().issueKey("team-a-warehouse", WAREHOUSE));
    other = credentials(cloud.cloud().issueKey("team-b-warehouse", List.of()));
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void googlesOwnClientsGetATokenAndMayWhatTheAccountMay() throws Exception {
    var bigQuery = bigQuery(key, BIGQUERY);

    var rows = bigQuery.query(QueryJobConfiguration.of("SELECT 1 AS n"));

    assertEquals(1, rows.getTotalRows());
    var refused =
        assertThrows(
            BigQueryException.class, () -> bigQuery.create(DatasetInfo.newBuilder("d").build()));
    assertEquals(403, refused.getCode());
  }

  @Test
  void aReadingScopeListsAndQueriesButInsertsNoJob() throws Exception {
    var bigQuery = bigQuery(key, BIGQUERY + ".readonly");

    assertEquals(0, bigQuery.listDatasets().streamAll().count());
    assertEquals(1, bigQuery.query(QueryJobConfiguration.of("SELECT 1 AS n")).getTotalRows());
    var refused =
        assertThrows(
            BigQueryException.class,
            () -> bigQuery.create(JobInfo.of(QueryJobConfiguration.of("SELECT 1 AS n"))));
    assertEquals(403, refused.getCode());
    assertEquals("insufficientPermissions", refused.getReason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /datasets                     | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          GET    | /datasets/d                   | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          POST   | /datasets                     | bigquery cloud-platform
          PATCH  | /datasets/d                   | bigquery cloud-platform
          PUT    | /datasets/d                   | bigquery cloud-platform
          DELETE | /datasets/d                   | bigquery cloud-platform
          GET    | /datasets/d/tables            | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          GET    | /datasets/d/tables/t          | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          GET    | /datasets/d/tables/t/data     | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          POST   | /datasets/d/tables            | bigquery cloud-platform
          PATCH  | /datasets/d/tables/t          | bigquery cloud-platform
          PUT    | /datasets/d/tables/t          | bigquery cloud-platform
          DELETE | /datasets/d/tables/t          | bigquery cloud-platform
          GET    | /jobs                         | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          GET    | /jobs/j                       | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          POST   | /jobs                         | bigquery cloud-platform devstorage.full_control devstorage.read_only devstorage.read_write
          POST   | /jobs/j/cancel                | bigquery cloud-platform
          POST   | /queries                      | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          GET    | /queries/j                    | bigquery bigquery.readonly cloud-platform cloud-platform.read-only
          """)
  void eachMethodOfBigQueryTakesTheScopesOfItsReference(String method, String path, String scopes) {
    var accepted = new TreeSet<String>();
    for (var scope : SCOPES) {
      var answer =
          cloud.send(
              cloud
                  .request("/bigquery/v2/projects/" + CloudAtHand.PROJECT + path)
                  .header("Authorization", "Bearer " + accessToken(scope))
                  .method(method, BodyPublishers.ofString("{}")));
      if (!CloudAtHand.message(answer).contains("insufficient authentication scopes")) {
        accepted.add(scope);
      }
    }
    assertEquals(new TreeSet<>(List.of(scopes.split(" "))), accepted);
  }

  private static String accessToken(String scope) {
    return TOKENS.computeIfAbsent(
        scope, it -> token(redeem(assertDoesNotThrow(() -> signed(Map.of("scope", AUTH + it))))));
  }

  @Test
  void anAccountWithoutRolesMayNothing() {
    var bigQuery = bigQuery(other, BIGQUERY);

    var refused =
        assertThrows(
            BigQueryException.class,
            () -> bigQuery.query(QueryJobConfiguration.of("SELECT 1 AS n")));

    assertEquals(403, refused.getCode());
  }

  @Test
  void aWarehouseScopeOpensNoBucket() {
    var storage =
        StorageOptions.newBuilder()
            .setProjectId(CloudAtHand.PROJECT)
            .setHost(cloud.https().toString())
            .setCredentials(key.createScoped(BIGQUERY))
            .setTransportOptions(transport(cloud))
            .build()
            .getService();

    var refused =
        assertThrows(
            StorageException.class,
            () -> storage.readAllBytes(CloudAtHand.PROJECT + "-bridge-credentials", "a"));

    assertEquals(403, refused.getCode());
  }

  @ParameterizedTest
  @CsvSource({
    "https://oauth2.googleapis.com/token, 200",
    "https://www.googleapis.com/oauth2/v4/token, 200",
    "own, 200",
    "https://oauth2.googleapis.com, 400",
    "https://evil.example/token, 400"
  })
  void takesGooglesConstantAndItsOwnAddressForTheAudience(String audience, int status)
      throws Exception {
    var named = audience.equals("own") ? cloud.https() + "/token" : audience;
    var answer = redeem(signed(Map.of("aud", named)));
    assertEquals(status, answer.statusCode());
  }

  static Stream<Arguments> refusals() {
    long now = Instant.now().getEpochSecond();
    return Stream.of(
        Arguments.of(Map.of("iss", "ghost-account@x.iam.gserviceaccount.com"), "invalid_grant"),
        Arguments.of(Map.of("iss", other.getClientEmail()), "invalid_grant"),
        Arguments.of(Map.of("iat", now - 3700, "exp", now - 100), "invalid_grant"),
        Arguments.of(Map.of("iat", now + 900, "exp", now + 1000), "invalid_grant"),
        Arguments.of(Map.of("exp", now + 4000), "invalid_grant"),
        Arguments.of(Map.of("exp", "soon"), "invalid_grant"),
        Arguments.of(Map.of("aud", List.of(TOKEN_URI, TOKEN_URI)), "invalid_grant"),
        Arguments.of(Map.of("sub", "boss@example.com"), "unauthorized_client"),
        Arguments.of(Map.of("scope", ""), "invalid_scope"),
        Arguments.of(Map.of("scope", BIGQUERY + " made.up"), "invalid_scope"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusesAndSaysNothingOfTheClaims(Map<String, ?> claims, String error) throws Exception {
    var answer = redeem(signed(claims));

    assertEquals(400, answer.statusCode());
    assertEquals(error, CloudAtHand.json(answer).path("error").asText());
    assertFalse(answer.body().contains("ghost-account"));
  }

  @ParameterizedTest
  @CsvSource({"iss", "iat", "exp", "aud", "scope"})
  void refusesAnAssertionThatLacksAClaim(String claim) throws Exception {
    var without = new HashMap<String, Object>();
    without.put(claim, null);
    assertEquals(400, redeem(signed(without)).statusCode());
  }

  @Test
  void refusesWhatNoKeyOfTheAccountSigned() throws Exception {
    var good = signed(Map.of());
    var tampered = good.substring(0, good.length() - 8) + "AAAAAAAA";
    var strange = sign(claims(Map.of()), other.getPrivateKey(), key.getPrivateKeyId());
    var unsigned = "eyJhbGciOiJub25lIn0." + good.split("\\.")[1] + ".";
    for (var assertion : List.of(tampered, strange, unsigned, "a.b.c", "x", "{}")) {
      var answer = redeem(assertion);
      assertEquals(400, answer.statusCode(), assertion);
      assertEquals("invalid_grant", CloudAtHand.json(answer).path("error").asText());
    }
  }

  @Test
  void triesEachKeyOfTheAccountWhereNoneIsNamed() throws Exception {
    cloud.cloud().issueKey("team-a-warehouse", WAREHOUSE);

    var answer = redeem(sign(claims(Map.of()), key.getPrivateKey(), null));

    assertEquals(200, answer.statusCode(), answer.body());
    var strange = sign(claims(Map.of()), other.getPrivateKey(), null);
    assertEquals(400, redeem(strange).statusCode());
  }

  @Test
  void knowsNoKeyThatWasDeletedAndNoAccountThatIsGone() throws Exception {
    var gone = credentials(cloud.cloud().issueKey("short-lived", WAREHOUSE));
    var assertion =
        sign(
            claims(Map.of("iss", gone.getClientEmail())),
            gone.getPrivateKey(),
            gone.getPrivateKeyId());
    assertEquals(200, redeem(assertion).statusCode());
    var account = "/v1/projects/bridge-test/serviceAccounts/" + gone.getClientEmail();
    var admin = "Bearer " + cloud.cloud().tokens().accessToken(cloud.cloud().tokens().adminEmail());
    var delete = cloud.request(account + "/keys/" + gone.getPrivateKeyId()).DELETE();

    assertEquals(200, cloud.send(delete.header("Authorization", admin)).statusCode());

    assertEquals(400, redeem(assertion).statusCode());
  }

  @Test
  void aKeyOutlivesTheProcess() throws Exception {
    var elsewhere = dir.resolve("restarted");
    ServiceAccountCredentials kept;
    try (var first = CloudAtHand.start(elsewhere)) {
      kept = credentials(first.cloud().issueKey("team-a-warehouse", WAREHOUSE));
    }
    try (var second = CloudAtHand.start(elsewhere)) {
      var assertion = sign(claims(Map.of()), kept.getPrivateKey(), kept.getPrivateKeyId());
      var answer = second.postForm("/token", form(assertion));
      assertEquals(200, answer.statusCode());
      assertEquals(
          kept.getClientEmail(), second.cloud().tokens().verifyAccessToken(token(answer)).email());
    }
    try (var files = Files.walk(elsewhere.resolve("accounts"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("PRIVATE KEY"), file::toString);
      }
    }
  }

  private static BigQuery bigQuery(ServiceAccountCredentials who, String scope) {
    return BigQueryOptions.newBuilder()
        .setProjectId(CloudAtHand.PROJECT)
        .setHost(cloud.https().toString())
        .setCredentials(who.createScoped(scope))
        .setTransportOptions(transport(cloud))
        .build()
        .getService();
  }

  private static ServiceAccountCredentials credentials(String file) throws IOException {
    JsonNode json = Json.read(file.getBytes(StandardCharsets.UTF_8));
    assertEquals(TOKEN_URI, json.path("token_uri").asText());
    assertTrue(json.path("private_key_id").asText().matches("[0-9a-f]{40}"));
    var read =
        ServiceAccountCredentials.fromStream(
            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    var transport = transport(cloud).getHttpTransportFactory();
    return read.toBuilder()
        .setTokenServerUri(cloud.https().resolve("/token"))
        .setHttpTransportFactory(transport)
        .build();
  }

  private static HttpTransportOptions transport(CloudAtHand cloud) {
    try (var authority = Files.newInputStream(cloud.cloud().caPem())) {
      var transport = new NetHttpTransport.Builder().trustCertificatesFromStream(authority).build();
      return HttpTransportOptions.newBuilder().setHttpTransportFactory(() -> transport).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> redeem(String assertion) {
    return cloud.postForm("/token", form(assertion));
  }

  private static String form(String assertion) {
    return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
        + URLEncoder.encode(assertion, StandardCharsets.UTF_8);
  }

  private static String token(HttpResponse<String> answer) {
    return CloudAtHand.json(answer).path("access_token").asText();
  }

  private static String signed(Map<String, ?> over) throws Exception {
    return sign(claims(over), key.getPrivateKey(), key.getPrivateKeyId());
  }

  private static JwtClaims claims(Map<String, ?> over) {
    long now = Instant.now().getEpochSecond();
    var claims = new JwtClaims();
    claims.setIssuer(key.getClientEmail());
    claims.setClaim("aud", TOKEN_URI);
    claims.setClaim("scope", BIGQUERY);
    claims.setClaim("iat", now);
    claims.setClaim("exp", now + 3600);
    over.forEach(
        (name, value) -> {
          if (value == null) {
            claims.unsetClaim(name);
          } else {
            claims.setClaim(name, value);
          }
        });
    return claims;
  }

  private static String sign(JwtClaims claims, PrivateKey secret, String id) throws Exception {
    var jws = new JsonWebSignature();
    jws.setAlgorithmHeaderValue("RS256");
    if (id != null) {
      jws.setKeyIdHeaderValue(id);
    }
    jws.setPayload(claims.toJson());
    jws.setKey(secret);
    return jws.getCompactSerialization();
  }
}
