package io.bridge.cloud.identity;

import static io.bridge.cloud.CloudAtHand.json;
import static io.bridge.cloud.CloudAtHand.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.CloudAtHand;
import io.bridge.cloud.iam.Principal;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The installed-app flow as a browser and an app go through it. */
class OAuthFlowTest {
  private static final String AUTH = "/o/oauth2/v2/auth";
  private static final String REDIRECT = "http://127.0.0.1:49152/callback";
  private static final String VERIFIER = "a-verifier-of-enough-length-0123456789-abcdefgh";
  private static final String NONCE = "n-0";
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  @TempDir static Path dir;
  private static CloudAtHand cloud;
  private static int people;

  private final Map<String, String> request = new LinkedHashMap<>();
  private String email;

  /** What the browser holds after the page was shown. */
  private record Shown(HttpResponse<String> page, String cookie, Map<String, String> fields) {}

  @BeforeAll
  static void start() {
    cloud = CloudAtHand.start(dir);
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void prepare() {
    email = "person" + people++ + "@example.com";
    request.put("client_id", "bridge-local-app");
    request.put("redirect_uri", REDIRECT);
    request.put("response_type", "code");
    request.put("scope", "openid email");
    request.put("state", "st&te=\"<1>");
    request.put("nonce", HexFormat.of().formatHex(sha256(NONCE)));
    request.put("code_challenge", challenge(VERIFIER));
    request.put("code_challenge_method", "S256");
  }

  @Test
  void carriesAPersonFromThePageToAFirebaseSession() throws Exception {
    var redirect = submit(show("&prompt=create"), "sign-up", "secret1");
    var back = parameters(redirect);
    assertTrue(location(redirect).startsWith(REDIRECT + "?code="));
    assertEquals("st&te=\"<1>", back.get("state"));

    var answer = exchange(back.get("code"), Map.of());
    var tokens = json(answer);
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals("no-store", answer.headers().firstValue("cache-control").orElse(""));
    assertEquals("Bearer", tokens.path("token_type").asText());
    assertEquals("openid email", tokens.path("scope").asText());
    var claims = cloud.cloud().tokens().verifyGoogleIdToken(tokens.path("id_token").asText());
    assertEquals("bridge-local-app", claims.getAudience().getFirst());
    assertEquals(request.get("nonce"), claims.getStringClaimValue("nonce"));
    assertEquals(email, claims.getStringClaimValue("email"));
    assertEquals(
        new Principal(email, Principal.USER),
        cloud.cloud().tokens().verifyAccessToken(tokens.path("access_token").asText()));

    for (var nonce : new String[] {"", "another"}) {
      var refused = firebase(tokens.path("id_token").asText(), nonce);
      assertTrue(message(refused).startsWith("MISSING_OR_INVALID_NONCE"), refused.body());
    }
    var idp = firebase(tokens.path("id_token").asText(), NONCE);
    assertEquals("google.com", json(idp).path("providerId").asText());
    assertTrue(json(idp).path("isNewUser").asBoolean());
    var session = cloud.cloud().tokens().verifyFirebaseIdToken(json(idp).path("idToken").asText());
    assertEquals(true, session.getClaimValue("email_verified"));
    var again = json(firebase(tokens.path("id_token").asText(), NONCE));
    assertFalse(again.path("isNewUser").asBoolean());
    assertEquals(json(idp).path("localId"), again.path("localId"));
  }

  @Test
  void givesNewTokensForTheRefreshToken() {
    var code = parameters(signedIn()).get("code");
    var refresh = json(exchange(code, Map.of())).path("refresh_token").asText();
    var form = "grant_type=refresh_token&client_id=bridge-local-app&refresh_token=" + refresh;

    var refreshed = cloud.postForm("/token", form);

    assertEquals(200, refreshed.statusCode());
    assertFalse(json(refreshed).has("refresh_token"));
    assertTrue(json(refreshed).has("id_token"));
    assertOAuthError("invalid_grant", cloud.postForm("/token", form.replace("local-app", "x")));
    assertOAuthError("invalid_grant", cloud.postForm("/token", form + "x"));
    var firebase = "/securetoken.googleapis.com/v1/token?key=k";
    assertEquals(400, cloud.postForm(firebase, form).statusCode());
  }

  @Test
  void takesARefreshTokenBackAndNothingElse() {
    var tokens = json(exchange(parameters(signedIn()).get("code"), Map.of()));
    var firebase =
        json(
            cloud.post(
                "/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=k",
                "{\"email\":\"%s\",\"password\":\"secret1\",\"returnSecureToken\":true}"
                    .formatted(email)));
    var refresh = "token=" + tokens.path("refresh_token").asText();

    var revoked = cloud.postForm("/revoke?" + refresh, "");

    assertEquals(200, revoked.statusCode(), revoked.body());
    assertOAuthError("invalid_token", cloud.postForm("/revoke", refresh));
    assertOAuthError("invalid_request", cloud.postForm("/revoke", "token="));
    var others = "token=" + firebase.path("refreshToken").asText("none");
    assertOAuthError("invalid_token", cloud.postForm("/revoke", others));
    var access = "token=" + tokens.path("access_token").asText();
    assertEquals(501, cloud.postForm("/revoke", access).statusCode());
  }

  @Test
  void usesACodeOnceAndTakesItsTokensBackWhenItIsShownAgain() {
    var code = parameters(signedIn()).get("code");
    var refresh = json(exchange(code, Map.of())).path("refresh_token").asText();

    assertOAuthError("invalid_grant", exchange(code, Map.of()));

    var form = "grant_type=refresh_token&client_id=bridge-local-app&refresh_token=" + refresh;
    assertOAuthError("invalid_grant", cloud.postForm("/token", form));
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier,another-verifier-of-enough-length-0123456789",
    "client_id,another-app",
    "redirect_uri,http://127.0.0.1:49152/other"
  })
  void refusesACodeForAnotherRequestAndUsesItUp(String name, String value) {
    var code = parameters(signedIn()).get("code");
    assertOAuthError("invalid_grant", exchange(code, Map.of(name, value)));
    assertOAuthError("invalid_grant", exchange(code, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=authorization_code,invalid_request",
    "grant_type=password&username=a,unsupported_grant_type",
    "'',invalid_request",
    "grant_type=authorization_code&code=x&client_id=c&redirect_uri=r&code_verifier=v,invalid_grant",
    "grant_type=refresh_token&client_id=c&refresh_token=x,invalid_grant",
    "grant_type=refresh_token&grant_type=refresh_token,invalid_request",
    "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=x,unsupported_grant_type"
  })
  void refusesBadTokenRequests(String form, String error) {
    assertOAuthError(error, cloud.postForm("/token", form));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/cb",
        "http://127.0.0.1.evil.example/cb",
        "http://localhost@evil.example/",
        "http://user@localhost/",
        "http://localhost/#x",
        "javascript:alert(1)",
        "//localhost/x",
        "localhost",
        "http://[::1",
        ""
      })
  void neverRedirectsToAnotherMachine(String redirect) {
    request.put("redirect_uri", redirect);
    var response = cloud.get(url(""));
    assertEquals(400, response.statusCode());
    assertTrue(response.headers().firstValue("location").isEmpty());
    assertTrue(response.body().contains("Cannot sign in"));
  }

  @Test
  void wantsAClientAndEachParameterOnce() {
    assertEquals(400, cloud.get(url("&client_id=again")).statusCode());
    request.remove("client_id");
    assertEquals(400, cloud.get(url("")).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "response_type,token,unsupported_response_type",
    "code_challenge_method,plain,invalid_request",
    "code_challenge,short,invalid_request",
    "scope,email,invalid_scope"
  })
  void tellsTheClientWhatIsWrong(String name, String value, String error) {
    request.put(name, value);
    var response = cloud.get(url(""));
    assertEquals(303, response.statusCode());
    assertTrue(location(response).startsWith(REDIRECT + "?error="), location(response));
    assertEquals(error, parameters(response).get("error"));
    assertEquals("st&te=\"<1>", parameters(response).get("state"));
  }

  @Test
  void wantsPkce() {
    request.remove("code_challenge");
    assertEquals("invalid_request", parameters(cloud.get(url(""))).get("error"));
  }

  @Test
  void tellsTheClientThatThePersonCancelled() {
    var response = submit(show(""), "cancel", "");
    assertEquals("access_denied", parameters(response).get("error"));
  }

  @Test
  void showsThePageAgainWithWhatIsWrong() {
    var wrong = submit(show(""), "sign-in", "secret1");
    assertEquals(400, wrong.statusCode());
    assertTrue(wrong.body().contains("role=\"alert\""));
    assertTrue(wrong.body().contains("The e-mail address or the password is wrong."));
    assertFalse(wrong.body().contains("secret1"));

    signedIn();
    var taken = submit(show("&prompt=create"), "sign-up", "secret1");
    assertTrue(taken.body().contains("There is an account with this e-mail address already."));
    email = "<script>alert(1)</script>";
    var hostile = submit(show(""), "sign-in", "secret1");
    assertFalse(hostile.body().contains("<script"));
    assertTrue(hostile.body().contains("Enter an e-mail address."));
    email = "short@example.com";
    assertTrue(submit(show(""), "sign-up", "abc").body().contains("at least 6 characters"));
  }

  @Test
  void takesOnlyFormsThatItShowedToThisBrowser() {
    var shown = show("&prompt=create");
    var fields = new LinkedHashMap<>(shown.fields());

    assertRefusedForm(post(shown.fields(), null, null, "sign-up"));
    assertRefusedForm(
        post(shown.fields(), "__Host-bridge-signin=" + "x".repeat(43), null, "sign-up"));
    assertRefusedForm(post(shown.fields(), shown.cookie(), "https://evil.example", "sign-up"));
    assertRefusedForm(post(shown.fields(), shown.cookie(), "null", "sign-up"));
    fields.put("redirect_uri", "http://127.0.0.1:1/other");
    assertRefusedForm(post(fields, shown.cookie(), null, "sign-up"));
    fields.putAll(shown.fields());
    fields.remove("seal");
    assertRefusedForm(post(fields, shown.cookie(), null, "sign-up"));
    var own = "https://localhost:" + cloud.https().getPort();
    assertEquals(303, post(shown.fields(), shown.cookie(), own, "sign-up").statusCode());
  }

  @Test
  void keepsTheCookieOfAnotherTab() {
    var first = show("");
    var second = cloud.send(cloud.request(url("")).header("Cookie", first.cookie()));
    assertTrue(second.headers().firstValue("set-cookie").isEmpty());
  }

  @Test
  void locksThePageDown() throws Exception {
    var page = show("").page();
    var policy = page.headers().firstValue("content-security-policy").orElse("");
    var style = page.body().split("<style>")[1].split("</style>")[0];
    var hash = Base64.getEncoder().encodeToString(sha256(style));
    assertTrue(policy.contains("default-src 'none'"), policy);
    assertTrue(policy.contains("style-src 'sha256-" + hash + "'"), policy);
    assertTrue(policy.contains("form-action 'self' http://127.0.0.1:49152"), policy);
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertEquals("no-store", page.headers().firstValue("cache-control").orElse(""));
    var cookie = page.headers().firstValue("set-cookie").orElse("");
    for (var part : new String[] {"__Host-", "Secure", "HTTPOnly", "SameSite=Strict", "Path=/"}) {
      assertTrue(cookie.contains(part), cookie);
    }
    assertTrue(page.body().contains("<html lang=\"en\">"));
    assertTrue(page.body().contains("<label for=\"password\">"));
  }

  private HttpResponse<String> signedIn() {
    return submit(show("&prompt=create"), "sign-up", "secret1");
  }

  private Shown show(String more) {
    var page = cloud.get(url(more));
    assertEquals(200, page.statusCode(), page.body());
    var fields = new LinkedHashMap<String, String>();
    var hidden = HIDDEN.matcher(page.body());
    while (hidden.find()) {
      fields.put(hidden.group(1), unescape(hidden.group(2)));
    }
    var cookie = page.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    return new Shown(page, cookie, fields);
  }

  private HttpResponse<String> submit(Shown shown, String action, String password) {
    var fields = new LinkedHashMap<>(shown.fields());
    fields.put("password", password);
    return post(fields, shown.cookie(), null, action);
  }

  private HttpResponse<String> post(
      Map<String, String> fields, String cookie, String origin, String action) {
    var all = new LinkedHashMap<>(fields);
    all.put("email", email);
    all.putIfAbsent("password", "secret1");
    all.put("action", action);
    var http =
        cloud
            .request(AUTH)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(all)));
    if (cookie != null) {
      http.header("Cookie", cookie);
    }
    if (origin != null) {
      http.header("Origin", origin);
    }
    return cloud.send(http);
  }

  private HttpResponse<String> exchange(String code, Map<String, String> over) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("client_id", "bridge-local-app");
    fields.put("redirect_uri", REDIRECT);
    fields.put("code_verifier", VERIFIER);
    fields.putAll(over);
    return cloud.postForm("/token", form(fields));
  }

  private static HttpResponse<String> firebase(String idToken, String nonce) {
    return cloud.post(
        "/identitytoolkit.googleapis.com/v1/accounts:signInWithIdp?key=k",
        "{\"postBody\":\"id_token=%s&nonce=%s&providerId=google.com\",\"requestUri\":\"http://localhost\"}"
            .formatted(idToken, nonce));
  }

  private static void assertOAuthError(String error, HttpResponse<String> response) {
    assertEquals(400, response.statusCode());
    assertEquals(error, json(response).path("error").asText(), response.body());
    assertTrue(json(response).has("error_description"));
  }

  private static void assertRefusedForm(HttpResponse<String> response) {
    assertEquals(400, response.statusCode());
    assertTrue(response.body().contains("Start again in your app"), response.body());
  }

  private String url(String more) {
    return AUTH + "?" + form(request) + more;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String location(HttpResponse<String> response) {
    assertEquals(303, response.statusCode(), response.body());
    return response.headers().firstValue("location").orElseThrow();
  }

  private static Map<String, String> parameters(HttpResponse<String> response) {
    return Arrays.stream(URI.create(location(response)).getRawQuery().split("&"))
        .map(it -> it.split("=", 2))
        .collect(Collectors.toMap(it -> it[0], it -> decode(it[1])));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String unescape(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String challenge(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier));
  }

  private static byte[] sha256(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return sha.digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
