package io.bridge.cloud.identity;

import static io.bridge.cloud.CloudAtHand.json;
import static io.bridge.cloud.CloudAtHand.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.CloudAtHand;
import io.bridge.cloud.iam.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityToolkitTest {
  private static final String ACCOUNTS = "/identitytoolkit.googleapis.com/v1/accounts:";
  private static final String REFRESH = "/securetoken.googleapis.com/v1/token?key=k";
  private static final String KEYS =
      "/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com";

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
  void signsUpAndInWithIdTokensThatTheKeySetVerifies() throws Exception {
    var signUp = json(call("signUp", "ann@example.com", "correct horse"));
    var signIn = json(call("signInWithPassword", "Ann@Example.com", "correct horse"));

    assertEquals(signUp.path("localId"), signIn.path("localId"));
    assertTrue(signUp.path("localId").asText().matches("[A-Za-z0-9_-]{28}"));
    assertEquals("3600", signIn.path("expiresIn").asText());
    assertTrue(signIn.path("registered").asBoolean());
    for (var answer : List.of(signUp, signIn)) {
      var claims = verified(answer.path("idToken").asText());
      assertEquals(signUp.path("localId").asText(), claims.getSubject());
      assertEquals(claims.getSubject(), claims.getStringClaimValue("user_id"));
      assertEquals("ann@example.com", claims.getStringClaimValue("email"));
      assertEquals(false, claims.getClaimValue("email_verified"));
      assertTrue(claims.hasClaim("auth_time"));
      var firebase = claims.getClaimValue("firebase", Map.class);
      assertEquals("password", firebase.get("sign_in_provider"));
      assertEquals(Map.of("email", List.of("ann@example.com")), firebase.get("identities"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signUp             | taken@example.com | secret1 | EMAIL_EXISTS
          signUp             | TAKEN@example.com | secret1 | EMAIL_EXISTS
          signUp             | new@example.com   | short   | WEAK_PASSWORD : Password should be at least 6 characters
          signUp             | new@example.com   | ''      | MISSING_PASSWORD
          signUp             | no-address        | secret1 | INVALID_EMAIL
          signUp             | ''                | secret1 | MISSING_EMAIL
          signUp             | ''                | ''      | ADMIN_ONLY_OPERATION
          signInWithPassword | taken@example.com | wrong!! | INVALID_LOGIN_CREDENTIALS
          signInWithPassword | ghost@example.com | secret1 | INVALID_LOGIN_CREDENTIALS
          signInWithPassword | taken@example.com | ''      | MISSING_PASSWORD
          """)
  void refusesInIdentityToolkitsWords(String call, String email, String password, String error) {
    call("signUp", "taken@example.com", "secret1");
    var response = call(call, email, password);
    assertEquals(400, response.statusCode());
    assertEquals(error, message(response));
    assertEquals(400, json(response).at("/error/code").asInt());
  }

  @Test
  void stopsGuessing() {
    call("signUp", "guessed@example.com", "secret1");
    for (int i = 0; i < 10; i++) {
      call("signInWithPassword", "guessed@example.com", "guess" + i);
    }
    var right = call("signInWithPassword", "guessed@example.com", "secret1");
    assertTrue(message(right).startsWith("TOO_MANY_ATTEMPTS_TRY_LATER"));
    assertEquals(200, call("signUp", "other@example.com", "secret1").statusCode());
  }

  @Test
  void wantsAnApiKey() {
    var response = cloud.post(ACCOUNTS + "signUp", "{}");
    assertEquals(403, response.statusCode());
    assertEquals("PERMISSION_DENIED", json(response).at("/error/status").asText());
    assertEquals(403, cloud.postForm(REFRESH.replace("?key=k", "?key="), "").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "delete", "sendOobCode", "signInWithCustomToken", "signup"})
  void refusesOtherCallsNamingThem(String call) {
    var response = cloud.post(ACCOUNTS + call + "?key=k", "{}");
    assertEquals(501, response.statusCode());
    assertTrue(message(response).contains("accounts:" + call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "1", "{\"email\":{}}", "{\"email\":[\"a\"]}", "{\"email\":1}", "nul"})
  void refusesMalformedRequests(String body) {
    assertEquals(400, cloud.post(ACCOUNTS + "signUp?key=k", body).statusCode());
  }

  @Test
  void refusesTenantsAndUpgrades() {
    var tenant = cloud.post(ACCOUNTS + "signUp?key=k", "{\"tenantId\":\"t\"}");
    assertEquals(501, tenant.statusCode());
    assertEquals(501, cloud.post(ACCOUNTS + "signUp?key=k", "{\"idToken\":\"t\"}").statusCode());
  }

  @Test
  void looksAnAccountUpByItsIdToken() {
    var signUp = json(call("signUp", "looked@example.com", "secret1"));
    var found = lookup(signUp.path("idToken").asText());
    var user = json(found).at("/users/0");
    assertEquals(signUp.path("localId"), user.path("localId"));
    assertEquals("looked@example.com", user.path("email").asText());
    assertFalse(user.path("emailVerified").asBoolean());
    assertEquals("password", user.at("/providerUserInfo/0/providerId").asText());
    assertFalse(found.body().contains("scrypt"));

    for (var bad : List.of("", "a.b.c", cloud.token("sync-service"))) {
      assertEquals("INVALID_ID_TOKEN", message(lookup(bad)));
    }
    var ghost = cloud.cloud().tokens().firebaseIdToken(Map.of("sub", "ghost"));
    assertEquals("USER_NOT_FOUND", message(lookup(ghost)));
  }

  @Test
  void refreshesAsOftenAsAsked() throws Exception {
    var signUp = json(call("signUp", "fresh@example.com", "secret1"));
    var token = signUp.path("refreshToken").asText();
    var form = "grant_type=refresh_token&refresh_token=" + token;
    for (int i = 0; i < 2; i++) {
      var refreshed = json(cloud.postForm(REFRESH, form));
      assertEquals(signUp.path("localId"), refreshed.path("user_id"));
      assertEquals(token, refreshed.path("refresh_token").asText());
      var claims = verified(refreshed.path("id_token").asText());
      var first = verified(signUp.path("idToken").asText());
      assertEquals(first.getClaimValue("auth_time"), claims.getClaimValue("auth_time"));
    }
    var asJson = "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"" + token + "\"}";
    assertEquals(200, cloud.post(REFRESH, asJson).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=refresh_token&refresh_token=unknown,INVALID_REFRESH_TOKEN",
    "grant_type=refresh_token,MISSING_REFRESH_TOKEN",
    "grant_type=password&refresh_token=x,INVALID_GRANT_TYPE",
    "'',INVALID_GRANT_TYPE",
    "%zz=%,The request is malformed."
  })
  void refusesToRefresh(String form, String error) {
    var response = cloud.postForm(REFRESH, form);
    assertEquals(400, response.statusCode());
    assertEquals(error, message(response));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "providerId=google.com",
        "providerId=google.com&id_token=a.b.c",
        "providerId=google.com&id_token=%zz",
        "providerId=facebook.com&id_token=x",
        "providerId=google.com&access_token=x",
        ""
      })
  void refusesABadProviderAnswer(String postBody) {
    assertTrue(message(withIdp(postBody)).startsWith("INVALID_IDP_RESPONSE"));
  }

  @Test
  void refusesGoogleTokensThatNoPersonGotFromThePage() {
    var tokens = cloud.cloud().tokens();
    var service =
        tokens.oidcToken("sync-service@x.iam.gserviceaccount.com", "app", Tokens.LIFETIME);
    var stranger = tokens.googleIdToken(Map.of("sub", "1", "aud", "app", "azp", "app"));
    var firebase = tokens.firebaseIdToken(Map.of("sub", "1", "aud", "app", "azp", "app"));
    for (var token : List.of(service, stranger, firebase)) {
      var response = withIdp("providerId=google.com&id_token=" + token);
      assertTrue(message(response).startsWith("INVALID_IDP_RESPONSE"), response.body());
    }
  }

  @Test
  void answersABrowserOfAnotherOrigin() {
    var preflight =
        cloud.send(
            cloud
                .request(ACCOUNTS + "signUp?key=k")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://localhost:8080")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type"));
    assertEquals("*", preflight.headers().firstValue("access-control-allow-origin").orElse(""));
    assertEquals(
        "content-type", preflight.headers().firstValue("access-control-allow-headers").orElse(""));
  }

  @Test
  void letsKeySetsBeCached() {
    var keys = cloud.get(KEYS);
    assertTrue(keys.headers().firstValue("cache-control").orElse("").contains("max-age="));
    assertNotEquals(keys.body(), cloud.get("/oauth2/v3/certs").body());
  }

  @Test
  void outlivesARestart(@TempDir Path other) {
    String refresh;
    try (var first = CloudAtHand.start(other)) {
      var signUp = first.post(ACCOUNTS + "signUp?key=k", credentials("a@example.com", "secret1"));
      refresh = json(signUp).path("refreshToken").asText();
    }
    try (var second = CloudAtHand.start(other)) {
      var form = "grant_type=refresh_token&refresh_token=" + refresh;
      assertEquals(200, second.postForm(REFRESH, form).statusCode());
      var body = credentials("a@example.com", "secret1");
      assertEquals(200, second.post(ACCOUNTS + "signInWithPassword?key=k", body).statusCode());
    }
  }

  @Test
  void keepsNoPasswordAndNoTokenInClear() throws Exception {
    var signUp = json(call("signUp", "hidden@example.com", "correct-horse-battery"));
    var refresh = signUp.path("refreshToken").asText();
    try (var files = Files.walk(dir.resolve("identity"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(content.contains("correct-horse-battery"), file.toString());
        assertFalse(content.contains(refresh), file.toString());
      }
    }
  }

  private static JwtClaims verified(String idToken) throws Exception {
    var keys = new JsonWebKeySet(cloud.get(KEYS).body()).getJsonWebKeys();
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
        .setExpectedIssuer("https://securetoken.google.com/" + CloudAtHand.PROJECT)
        .setExpectedAudience(CloudAtHand.PROJECT)
        .setRequireExpirationTime()
        .build()
        .processToClaims(idToken);
  }

  private static HttpResponse<String> call(String call, String email, String password) {
    return cloud.post(ACCOUNTS + call + "?key=k", credentials(email, password));
  }

  private static HttpResponse<String> lookup(String idToken) {
    return cloud.post(ACCOUNTS + "lookup?key=k", "{\"idToken\":\"" + idToken + "\"}");
  }

  private static HttpResponse<String> withIdp(String postBody) {
    var body = "{\"postBody\":\"" + postBody + "\",\"requestUri\":\"http://localhost\"}";
    return cloud.post(ACCOUNTS + "signInWithIdp?key=k", body);
  }

  private static String credentials(String email, String password) {
    return "{\"email\":\"%s\",\"password\":\"%s\",\"returnSecureToken\":true}"
        .formatted(email, password);
  }
}
