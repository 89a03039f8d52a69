package io.bridge.gateway.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.gateway.Forge;
import io.bridge.gateway.GatewayTest;
import io.bridge.gateway.LogCapture;
import io.bridge.gateway.Upstream;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class BrowserSessionTest {
  private static final String ORIGIN = "http://localhost:8081";
  private static final Pattern FIELD = Pattern.compile("name=\"([^\"]+)\"[^>]* value=\"([^\"]*)\"");

  @Inject DataSource database;

  @Test
  void aSignInAtTheProviderBecomesASession() {
    // Given
    String email = newEmail();
    Response login = login("/console/dashboards/sales?team=1");
    String location = throughSignInPage(login, email);
    // When
    Response callback = callback(location, login.cookie("bridge_state"));
    // Then
    callback
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("cache-control", "no-store")
        .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        .body(containsString("0;url=/console/dashboards/sales?team=1\""));
    Cookie cookie = callback.detailedCookie("bridge_sid");
    assertTrue(cookie.isHttpOnly());
    assertEquals("Strict", cookie.getSameSite());
    assertEquals("/", cookie.getPath());
    assertEquals(43, cookie.getValue().length());
    browser(cookie.getValue()).get("/v1/me").then().statusCode(200).body("email", is(email));
    browser(cookie.getValue()).get("/api/auth/me").then().body("email", is(email));
  }

  @Test
  void theSignInPageIsAskedForACodeWithProof() {
    Response login = login("/console/");
    String page = login.header("Location");
    assertEquals(303, login.statusCode());
    assertTrue(page.contains("code_challenge_method=S256"), page);
    assertTrue(page.contains("response_type=code"), page);
    assertTrue(page.contains("redirect_uri=http%3A%2F%2Flocalhost%3A8081%2Fapi%2Fauth%2Fcallback"));
    assertTrue(page.matches(".*[?&]nonce=[0-9a-f]{64}.*"), page);
    Cookie state = login.detailedCookie("bridge_state");
    assertTrue(state.isHttpOnly());
    assertEquals("Lax", state.getSameSite());
    assertEquals(300, state.getMaxAge());
    assertFalse(page.contains(state.getValue().split("\\.")[1]), "the verifier stays here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/console//evil.example",
        "/consoleevil",
        "/v1/me",
        "javascript:alert(1)",
        "/console/\"><script>",
        "/console/\\evil",
        "/console/\r\nSet-Cookie: a=b"
      })
  void nobodyIsSentElsewhereAfterwards(String to) {
    Response login = given().redirects().follow(false).queryParam("to", to).get("/api/auth/login");
    assertEquals("/console/", SignInAttempt.read(login.cookie("bridge_state")).orElseThrow().to());
  }

  @Test
  void anAnswerThatThisBrowserDidNotAskForIsRefused() {
    Response mine = login("/console/");
    Response theirs = login("/console/");
    String location = throughSignInPage(theirs, newEmail());
    for (String cookie : new String[] {mine.cookie("bridge_state"), "", "a.b.c.d"}) {
      callback(location, cookie)
          .then()
          .statusCode(400)
          .body("code", is("SIGN_IN_FAILED"))
          .header("Set-Cookie", nullValue());
    }
  }

  @Test
  void aCodeIsGoodForOneSessionOnly() {
    Response login = login("/console/");
    String location = throughSignInPage(login, newEmail());
    callback(location, login.cookie("bridge_state")).then().statusCode(200);
    callback(location, login.cookie("bridge_state"))
        .then()
        .statusCode(400)
        .body("code", is("SIGN_IN_FAILED"))
        .header("Set-Cookie", nullValue());
  }

  @Test
  void aPersonWhoCancelsIsToldInAPage() {
    Response login = login("/console/");
    String state = SignInAttempt.read(login.cookie("bridge_state")).orElseThrow().state();
    given()
        .accept("text/html")
        .cookie("bridge_state", login.cookie("bridge_state"))
        .get("/api/auth/callback?error=access_denied&state=" + state)
        .then()
        .statusCode(400)
        .contentType("text/html")
        .body(containsString("did not complete"))
        .cookie("bridge_state", is(""));
  }

  @Test
  void theTableHoldsNeitherCookieNorToken() throws SQLException {
    // Given
    String cookie = signIn();
    // When
    String rows = rows();
    // Then
    assertTrue(rows.contains(SessionEntity.hash(cookie)));
    assertFalse(rows.contains(cookie));
    assertFalse(rows.contains("eyJ"));
  }

  @Test
  void signingOutEndsTheSession() {
    String cookie = signIn();
    page(cookie).post("/api/auth/logout").then().statusCode(204).cookie("bridge_sid", is(""));
    browser(cookie).get("/v1/me").then().statusCode(401).body("code", is("UNAUTHENTICATED"));
  }

  @Test
  void aNewSignInEndsTheSessionBefore() {
    String before = signIn();
    Response login = login("/console/");
    String location = throughSignInPage(login, newEmail());
    String after =
        given()
            .cookie("bridge_sid", before)
            .cookie("bridge_state", login.cookie("bridge_state"))
            .get(pathOf(location))
            .cookie("bridge_sid");
    assertNotEquals(before, after);
    browser(before).get("/v1/me").then().statusCode(401);
    browser(after).get("/v1/me").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, http://localhost:8081, 201",
    "same-origin, , 201",
    ", http://localhost:8081, 201",
    ", , 403",
    "none, , 403",
    "same-site, http://localhost:8081, 403",
    "cross-site, , 403",
    "cross-site, http://localhost:8081, 403",
    "nonsense, , 403",
    ", null, 403",
    ", http://localhost:3000, 403",
    ", https://localhost:8081, 403",
    "same-origin, http://evil.example, 403"
  })
  void whatChangesSomethingMustComeFromTheConsole(String site, String origin, int status) {
    RequestSpecification request =
        browser(signIn()).contentType("application/json").body("{\"name\":\"Of a browser\"}");
    add(request, "Sec-Fetch-Site", site);
    add(request, "Origin", origin);
    Response answer = request.body(team()).post("/v1/teams");
    assertEquals(status, answer.statusCode(), answer.asString());
  }

  @Test
  void aRefusalOfAnotherSiteSaysSo() {
    browser(signIn())
        .header("Sec-Fetch-Site", "cross-site")
        .contentType("application/json")
        .body(team())
        .post("/v1/teams")
        .then()
        .statusCode(403)
        .body("code", is("CROSS_SITE_REQUEST"));
  }

  @ParameterizedTest
  @CsvSource({"same-origin, 200", "none, 200", "same-site, 403", "cross-site, 403"})
  void whatReadsMustNotBeAnotherSites(String site, int status) {
    browser(signIn()).header("Sec-Fetch-Site", site).get("/v1/me").then().statusCode(status);
  }

  @Test
  void signingOutIsForTheConsoleOnly() {
    String cookie = signIn();
    for (String site : new String[] {"cross-site", "same-site", null}) {
      RequestSpecification request = browser(cookie);
      add(request, "Sec-Fetch-Site", site);
      request
          .post("/api/auth/logout")
          .then()
          .statusCode(403)
          .body("code", is("CROSS_SITE_REQUEST"));
    }
    browser(cookie).get("/v1/me").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' or 1=1 --"})
  void aCookieThatIsNoSessionLetsNobodyIn(String cookie) {
    browser(cookie).get("/v1/me").then().statusCode(401).body("code", is("UNAUTHENTICATED"));
    browser(cookie).get("/v1/tables/x").then().statusCode(401);
  }

  @Test
  void aTokenInTheHeaderIsJudgedAlone() {
    browser(signIn())
        .header("Authorization", "Bearer nonsense")
        .get("/v1/me")
        .then()
        .statusCode(401);
  }

  @Test
  void theCookieOpensTheApiOnly() {
    String cookie = signIn();
    page(cookie).post("/internal/outbox/relay").then().statusCode(401);
  }

  @Test
  void theCookieReachesNoService() {
    Upstream.SEEN.clear();
    browser(signIn()).get("/v1/tables/x").then().statusCode(200);
    Upstream.Seen seen = Upstream.SEEN.remove();
    assertFalse(seen.headers().contains("cookie"));
    assertTrue(seen.headers().get("authorization").startsWith("Bearer "));
  }

  @Test
  void aMembershipThatWasTakenAwayIsGoneWithTheNextRequest() throws SQLException {
    // Given
    String cookie = signIn();
    String team =
        page(cookie).contentType("application/json").body(team()).post("/v1/teams").path("id");
    browser(cookie).get("/v1/me").then().body("teams", hasSize(1));
    // When
    execute("delete from membership where team_id = '" + team + "'");
    // Then
    browser(cookie).get("/v1/me").then().body("teams", hasSize(0));
    browser(cookie).get("/v1/teams/" + team).then().statusCode(404);
  }

  @Test
  void anUnusedSessionEnds() throws SQLException {
    String cookie = signIn();
    execute("update browser_session set used_at = now() - interval '61 minutes'" + where(cookie));
    browser(cookie).get("/v1/me").then().statusCode(401);
  }

  @Test
  void noSessionLastsForEver() throws SQLException {
    String cookie = signIn();
    execute("update browser_session set created_at = now() - interval '13 hours'" + where(cookie));
    browser(cookie).get("/v1/me").then().statusCode(401);
  }

  @Test
  void aTokenThatEndsSoonIsRenewed() throws SQLException {
    // Given
    String cookie = signIn();
    execute(
        "update browser_session set tokens_until = now() + interval '1 minute'" + where(cookie));
    String before = sealed(cookie);
    // When
    browser(cookie).get("/v1/me").then().statusCode(200).body("email", notNullValue());
    // Then
    assertNotEquals(before, sealed(cookie));
  }

  @Test
  void tokensOfAnotherSessionAreNone() throws SQLException {
    String mine = signIn();
    String theirs = signIn();
    execute(
        "update browser_session set sealed_tokens = (select sealed_tokens from browser_session"
            + where(theirs)
            + ")"
            + where(mine));
    browser(mine).get("/v1/me").then().statusCode(401);
  }

  @Test
  void noLogHoldsWhatASignInIsMadeOf() {
    try (LogCapture log = LogCapture.open()) {
      String cookie = signIn();
      browser(cookie).get("/v1/me").then().statusCode(200);
      assertFalse(log.text().contains(cookie));
      assertFalse(log.text().contains("eyJ"));
    }
  }

  @Test
  void aProgramsTokenNeedsNoOrigin() {
    given()
        .header("Authorization", "Bearer " + Forge.token())
        .contentType("application/json")
        .body(team())
        .post("/v1/teams")
        .then()
        .statusCode(201)
        .body("id", not(nullValue()));
  }

  private static String team() {
    return "{\"name\":\"Of a browser " + UUID.randomUUID() + "\"}";
  }

  private static void add(RequestSpecification request, String name, String value) {
    if (value != null) {
      request.header(name, value);
    }
  }

  private static RequestSpecification browser(String cookie) {
    return given().cookie("bridge_sid", cookie);
  }

  private static RequestSpecification page(String cookie) {
    return browser(cookie).header("Sec-Fetch-Site", "same-origin").header("Origin", ORIGIN);
  }

  private static String newEmail() {
    return UUID.randomUUID() + "@example.com";
  }

  private static String signIn() {
    Response login = login("/console/");
    String location = throughSignInPage(login, newEmail());
    return callback(location, login.cookie("bridge_state")).cookie("bridge_sid");
  }

  private static Response login(String to) {
    return given().redirects().follow(false).queryParam("to", to).get("/api/auth/login");
  }

  /** Fills in the provider's page as a person would; gives where it sends the browser. */
  private static String throughSignInPage(Response login, String email) {
    String page = login.header("Location") + "&prompt=create";
    Response shown = provider().get(page);
    Map<String, String> form = new HashMap<>();
    Matcher field = FIELD.matcher(shown.asString());
    while (field.find()) {
      form.put(field.group(1), unescaped(field.group(2)));
    }
    form.put("email", email);
    form.put("password", "correct horse");
    form.put("action", "sign-up");
    Response sent =
        provider()
            .cookies(shown.cookies())
            .contentType("application/x-www-form-urlencoded")
            .formParams(form)
            .post(page.substring(0, page.indexOf('?')));
    assertEquals(303, sent.statusCode(), sent.asString());
    return sent.header("Location");
  }

  private static RequestSpecification provider() {
    return given().urlEncodingEnabled(false).relaxedHTTPSValidation().redirects().follow(false);
  }

  private static String unescaped(String html) {
    return html.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
  }

  private static Response callback(String location, String state) {
    assertTrue(location.startsWith(ORIGIN + "/api/auth/callback?"), location);
    return given().urlEncodingEnabled(false).cookie("bridge_state", state).get(pathOf(location));
  }

  private static String pathOf(String location) {
    return location.substring(ORIGIN.length());
  }

  private static String where(String cookie) {
    return " where id_hash = '" + SessionEntity.hash(cookie) + "'";
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      assertEquals(1, statement.executeUpdate());
    }
  }

  private String sealed(String cookie) throws SQLException {
    return text("select encode(sealed_tokens, 'hex') from browser_session" + where(cookie));
  }

  private String rows() throws SQLException {
    return text(
        "select string_agg(s::text || encode(sealed_tokens, 'escape'), ' ') from browser_session s");
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      assertTrue(rows.next());
      return rows.getString(1);
    }
  }
}
