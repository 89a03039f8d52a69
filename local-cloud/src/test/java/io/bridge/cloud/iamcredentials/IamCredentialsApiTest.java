package io.bridge.cloud.iamcredentials;

import static io.bridge.cloud.CloudAtHand.json;
import static io.bridge.cloud.CloudAtHand.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.CloudAtHand;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IamCredentialsApiTest {
  @TempDir static Path dir;
  private static CloudAtHand cloud;

  @BeforeAll
  static void start() {
    cloud = CloudAtHand.start(dir);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void signsAsTheCallerItself() throws Exception {
    var payload = "GOOG4-RSA-SHA256".getBytes(StandardCharsets.UTF_8);
    var body = "{\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\"}";

    var response = call("sync-service", "sync-service", "signBlob", body);

    assertEquals(200, response.statusCode(), response.body());
    var email = cloud.cloud().topology().email("sync-service");
    var verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(cloud.cloud().tokens().publicKey(email));
    verifier.update(payload);
    assertTrue(verifier.verify(json(response).path("signedBlob").binaryValue()));
    assertEquals(cloud.cloud().tokens().keyId(email), json(response).path("keyId").asText());
  }

  @Test
  void givesAnIdTokenOfTheCallerItself() throws Exception {
    var body = "{\"audience\":\"https://gateway\",\"includeEmail\":true}";
    var response = call("sync-service", "sync-service", "generateIdToken", body);
    var token = json(response).path("token").asText();
    var claims = cloud.cloud().tokens().verifyGoogleIdToken(token);
    assertEquals("https://gateway", claims.getAudience().getFirst());
    assertEquals(
        cloud.cloud().topology().email("sync-service"), claims.getStringClaimValue("email"));
  }

  @ParameterizedTest
  @CsvSource({
    "sync-service,bridge-push,signBlob",
    "sync-service,ghost,signBlob",
    "catalog-service,catalog-service,signBlob",
    "gateway-service,sync-service,signBlob",
    "sync-service,bridge-push,generateIdToken",
    "catalog-service,catalog-service,generateIdToken"
  })
  void refusesToSignAsAnybodyElse(String caller, String account, String call) {
    var response = call(caller, account, call, "{\"payload\":\"eA==\",\"audience\":\"a\"}");
    assertEquals(403, response.statusCode());
    assertTrue(message(response).endsWith("denied on resource (or it may not exist)."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"payload\":1}", "{\"payload\":\"%%%\"}", "[", "[]"})
  void refusesAMalformedPayload(String body) {
    assertEquals(400, call("sync-service", "sync-service", "signBlob", body).statusCode());
  }

  @Test
  void refusesDelegatesAMissingAudienceAndOtherCalls() {
    var delegates = "{\"payload\":\"eA==\",\"delegates\":[\"x\"]}";
    assertEquals(501, call("sync-service", "sync-service", "signBlob", delegates).statusCode());
    assertEquals(400, call("sync-service", "sync-service", "generateIdToken", "{}").statusCode());
    var other = call("sync-service", "sync-service", "signJwt", "{}");
    assertEquals(501, other.statusCode());
    assertTrue(message(other).contains(":signJwt"));
  }

  @Test
  void wantsACaller() {
    var path = path("sync-service", "signBlob");
    assertEquals(401, cloud.post(path, "{\"payload\":\"eA==\"}").statusCode());
  }

  private static HttpResponse<String> call(
      String caller, String account, String call, String body) {
    return cloud.send(
        cloud
            .request(path(account, call))
            .header("Authorization", "Bearer " + cloud.token(caller))
            .POST(BodyPublishers.ofString(body)));
  }

  private static String path(String account, String call) {
    var email = account + "%40" + CloudAtHand.PROJECT + ".iam.gserviceaccount.com";
    return "/v1/projects/-/serviceAccounts/" + email + ":" + call;
  }
}
