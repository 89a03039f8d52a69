package io.bridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud;
import io.bridge.app.played.PlayedIdentity;
import io.bridge.app.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
  private static final String EMAIL = "ada@example.com";

  @TempDir Path folder;
  private PlayedCloud cloud;
  private App app;

  @BeforeEach
  void start() throws IOException {
    cloud = PlayedCloud.plain();
    cloud.identity().know(EMAIL, "correct horse");
    app = new App(folder).at(cloud.address());
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void signsInWithThePasswordFromAVariable() {
    App.Outcome outcome =
        app.with("BRIDGE_PASSWORD", "correct horse").run("login", "--user", EMAIL);

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains(EMAIL), outcome.out());
    assertTrue(outcome.out().contains("bridge team create"), outcome.out());
  }

  @Test
  void signsInWithThePasswordFromStdin() {
    App.Outcome outcome =
        app.stdin("correct horse\r\nrest").run("login", "--user", EMAIL, "--password-stdin");

    assertEquals(0, outcome.exitCode(), outcome.err());
  }

  @Test
  void signsInWithThePasswordFromAFile() throws IOException {
    Files.writeString(folder.resolve("secret"), "correct horse\n");

    App.Outcome outcome = app.run("login", "--user", EMAIL, "--password-file", "secret");

    assertEquals(0, outcome.exitCode(), outcome.err());
  }

  @Test
  void signsInWithTheTypedPassword() {
    assertEquals(0, app.typing("correct horse").run("login", "--user", EMAIL).exitCode());
  }

  @Test
  void keepsTheSessionForTheOwnerOnly() throws IOException {
    Files.createDirectories(app.sessionFile().getParent());

    app.typing("correct horse").run("login", "--user", EMAIL);

    assertEquals("rw-------", mode(app.sessionFile()));
    assertEquals("rwx------", mode(app.sessionFile().getParent()));
    try (var files = Files.list(app.sessionFile().getParent())) {
      assertEquals(1, files.count());
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void keepsSessionsOfOtherNamesApart() {
    app.typing("correct horse").run("--session", "demo", "login", "--user", EMAIL);

    assertEquals(0, app.run("whoami", "--session=demo").exitCode());
    assertEquals(0, app.with("BRIDGE_SESSION", "demo").run("whoami").exitCode());
    assertEquals(3, app.run("whoami", "--session", "other").exitCode());
    assertEquals(1, app.run("whoami", "--session", "../x").exitCode());
  }

  @Test
  void refusesAWrongPassword() {
    App.Outcome outcome = app.typing("wrong horse").run("login", "--user", EMAIL);

    assertEquals(3, outcome.exitCode());
    assertTrue(outcome.err().contains("password is wrong"), outcome.err());
    assertFalse(Files.exists(app.sessionFile()));
  }

  @ParameterizedTest
  @CsvSource({
    "400,USER_DISABLED,3,disabled",
    "400,TOO_MANY_ATTEMPTS_TRY_LATER : slow,3,minutes",
    "400,WEAK_PASSWORD : 6,1,too weak",
    "400,INVALID_EMAIL,1,no e-mail address",
    "400,OPERATION_NOT_ALLOWED,3,OPERATION_NOT_ALLOWED",
    "400,\u001b[2Jx,1,status 400",
    "500,USER_DISABLED,1,status 500"
  })
  void saysWhyTheIdentityServiceRefused(int status, String reason, int exitCode, String said) {
    String body = Json.write(java.util.Map.of("error", java.util.Map.of("message", reason)));
    cloud.trouble(
        "POST /identity", new PlayedCloud.Trouble.Status(status, "application/json", body));

    App.Outcome outcome = app.typing("correct horse").run("login", "--user", EMAIL);

    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(said), outcome.err());
    assertFalse(outcome.err().contains("\u001b"));
  }

  @Test
  void makesTheAccountAndSignsInToItTheNextTime() {
    String[] words = {"login", "--user", "new@example.com", "--sign-up"};

    assertEquals(0, app.typing("long enough").run(words).exitCode());
    assertEquals(0, app.run(words).exitCode());
    assertEquals(3, app.typing("another one").run(words).exitCode());
  }

  @Test
  void asksForAPasswordThatIsThere() {
    assertEquals(1, app.run("login", "--user", EMAIL).exitCode());
    assertEquals(1, app.typing("").run("login", "--user", EMAIL).exitCode());
    assertEquals(1, app.run("login", "--user", EMAIL, "--password-file", "nowhere").exitCode());
  }

  @Test
  void refusesPasswordOptionsThatDoNotGoTogether() throws IOException {
    assertEquals(2, app.run("login", "--sign-up").exitCode());
    assertEquals(2, app.run("login", "--password-stdin").exitCode());
    assertEquals(
        2,
        app.run("login", "--user", EMAIL, "--password-stdin", "--password-file", "x").exitCode());
  }

  @Test
  void signsInInTheBrowser() {
    CompletableFuture<String> page = new CompletableFuture<>();

    App.Outcome outcome = app.browser(uri -> visit(uri, page)).run("login");

    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("browser@example.com"), outcome.out());
    assertTrue(outcome.err().contains("/authorize?"), outcome.err());
    assertTrue(page.join().contains("You are signed in"), page.join());
  }

  /** As a browser does it, on a thread of its own: the redirect's answer comes from the app. */
  private static void visit(URI uri, CompletableFuture<String> page) {
    Thread.startVirtualThread(() -> page.complete(follow(uri)));
  }

  private static String follow(URI uri) {
    try (HttpClient browser =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build()) {
      return browser.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  @Test
  void refusesAnIdTokenForAnotherSignIn() {
    cloud.identity().answerWithNonce("of-somebody-else");

    App.Outcome outcome = app.browser(uri -> visit(uri, new CompletableFuture<>())).run("login");

    assertEquals(3, outcome.exitCode());
    assertTrue(outcome.err().contains("not the answer to this sign-in"), outcome.err());
    assertTrue(cloud.seen("POST", "/identity").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "400,{},3,not accepted",
    "200,{},1,without an ID token",
    "200,no json,1,without an ID token",
    "200,'{\"id_token\":\"a.b\"}',3,malformed",
    "200,'{\"id_token\":\"a.!.c\"}',3,malformed"
  })
  void refusesOddAnswersOfTheTokenEndpoint(int status, String body, int exitCode, String said) {
    cloud.trouble(
        "POST /oauth/token", new PlayedCloud.Trouble.Status(status, "application/json", body));

    App.Outcome outcome = app.browser(uri -> visit(uri, new CompletableFuture<>())).run("login");

    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(said), outcome.err());
  }

  @Test
  void givesUpWhenNobodySignsIn() {
    App.Outcome outcome = app.run("login", "--no-browser", "--timeout", "0");

    assertEquals(3, outcome.exitCode());
    assertTrue(outcome.err().contains("Nobody signed in within 0 s"), outcome.err());
  }

  @Test
  void tellsWhoIsSignedIn() throws IOException {
    cloud.gateway().makeTeam("Data Team");
    app.typing("correct horse").run("login", "--user", EMAIL);

    App.Outcome outcome = app.run("whoami", "--output", "json");

    JsonNode person = Json.read(outcome.out().getBytes(), JsonNode.class);
    assertEquals(EMAIL, person.path("email").asText());
    assertEquals("data-team", person.path("teams").path(0).path("slug").asText());
    assertEquals(cloud.address().toString(), person.path("gateway").asText());
  }

  @Test
  void forgetsTheSession() {
    app.typing("correct horse").run("login", "--user", EMAIL);

    App.Outcome first = app.run("logout");
    App.Outcome second = app.run("logout", "--output=json");

    assertTrue(first.out().contains("signed out"), first.out());
    assertEquals("{\"signedOut\":false}\n", second.out());
    App.Outcome after = app.run("whoami");
    assertEquals(3, after.exitCode());
    assertTrue(after.err().contains("bridge login"), after.err());
  }

  @Test
  void renewsTheIdTokenBeforeItExpires() {
    app.typing("correct horse").run("login", "--user", EMAIL);
    app.time().advance(Duration.ofMinutes(57));
    assertEquals(0, app.run("whoami").exitCode());
    assertTrue(cloud.seen("POST", "/secure").isEmpty());

    app.time().advance(Duration.ofMinutes(2));
    assertEquals(0, app.run("whoami").exitCode());
    assertEquals(0, app.run("whoami").exitCode());

    assertEquals(1, cloud.seen("POST", "/secure").size());
    assertTrue(cloud.seen("POST", "/secure").getFirst().path().endsWith(PlayedIdentity.API_KEY));
  }

  @Test
  void renewsTheIdTokenOnceWhenItIsRefused() {
    app.typing("correct horse").run("login", "--user", EMAIL);
    cloud.identity().expireIdTokens();

    assertEquals(0, app.run("whoami").exitCode());

    assertEquals(1, cloud.seen("POST", "/secure").size());
  }

  @Test
  void endsTheSessionWhenTheRefreshTokenIsRefused() {
    app.typing("correct horse").run("login", "--user", EMAIL);
    cloud.identity().expireIdTokens();
    cloud.identity().revokeRefreshTokens();

    App.Outcome outcome = app.run("whoami");

    assertEquals(3, outcome.exitCode());
    assertTrue(outcome.err().contains("session has ended"), outcome.err());
  }

  @Test
  void sendsNoTokenToAnotherGateway() throws IOException {
    app.typing("correct horse").run("login", "--user", EMAIL);
    try (PlayedCloud other = PlayedCloud.plain()) {
      App.Outcome outcome = app.run("whoami", "--gateway", other.address() + "/");

      assertEquals(3, outcome.exitCode());
      assertTrue(outcome.err().contains("--gateway " + other.address()), outcome.err());
      assertTrue(other.seen().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com",
    "https://user:pw@localhost",
    "ftp://localhost",
    "not a url",
    "''"
  })
  void refusesAnAddressThatIsNotPrivate(String address) {
    assertEquals(1, app.run("login", "--user", EMAIL, "--gateway", address).exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "404,text/plain,no",
    "200,application/json,{}",
    "200,application/json,null",
    "200,text/html,<html>"
  })
  void saysThatAServerIsNotBridge(int status, String type, String body) {
    cloud.trouble("GET /.well-known", new PlayedCloud.Trouble.Status(status, type, body));

    App.Outcome outcome = app.typing("correct horse").run("login", "--user", EMAIL);

    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().contains("does not answer as Bridge does"), outcome.err());
  }

  @Test
  void showsNoSecretEvenWhenItTellsEverything() {
    StringBuilder shown = new StringBuilder();
    cloud.gateway().makeTeam("Data Team");
    for (String[] words :
        new String[][] {
          {"login", "--user", EMAIL, "--verbose"},
          {"login", "--verbose"},
          {"whoami", "--verbose", "--output", "json"},
          {"team", "list", "--verbose"}
        }) {
      cloud.identity().expireIdTokens();
      App.Outcome outcome =
          app.typing("correct horse")
              .browser(uri -> visit(uri, new CompletableFuture<>()))
              .run(words);
      assertEquals(0, outcome.exitCode(), outcome.err());
      shown.append(outcome.out()).append(outcome.err());
    }

    assertTrue(shown.toString().contains("# GET " + cloud.address() + "/v1/me -> 200"));
    cloud.identity().secrets().forEach(secret -> assertFalse(shown.toString().contains(secret)));
  }
}
