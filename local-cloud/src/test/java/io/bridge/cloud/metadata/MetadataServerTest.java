package io.bridge.cloud.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.IdTokenCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Principal;
import io.bridge.cloud.iam.Tokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataServerTest {
  private static final String EMAIL = "sync-service@p.iam.gserviceaccount.com";
  private static final String DEFAULT = "/computeMetadata/v1/instance/service-accounts/default/";

  @TempDir static Path dir;
  private static Vertx vertx;
  private static Tokens tokens;
  private static MetadataServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    tokens = Tokens.open(dir, "p", Clock.systemUTC());
    server = MetadataServer.start(vertx, tokens, new MetadataAccount(EMAIL, "p"), 0);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void givesGooglesOwnLibraryATokenOfTheAccount() throws IOException {
    var credentials =
        ComputeEngineCredentials.newBuilder()
            .setHttpTransportFactory(MetadataServerTest::toOurServer)
            .setScopes(List.of("https://www.googleapis.com/auth/cloud-platform"))
            .build();

    var token = credentials.refreshAccessToken();

    assertEquals(
        new Principal(EMAIL, Principal.SERVICE_ACCOUNT),
        tokens.verifyAccessToken(token.getTokenValue()));
    assertEquals(EMAIL, credentials.getAccount());
    assertEquals("googleapis.com", credentials.getUniverseDomain());
  }

  @Test
  void givesGooglesOwnLibraryAnIdToken() throws Exception {
    var credentials =
        ComputeEngineCredentials.newBuilder()
            .setHttpTransportFactory(MetadataServerTest::toOurServer)
            .build();
    var idToken =
        IdTokenCredentials.newBuilder()
            .setIdTokenProvider(credentials)
            .setTargetAudience("https://gateway/internal/token?x=1&y=2")
            .setOptions(List.of(IdTokenProvider.Option.FORMAT_FULL))
            .build();

    idToken.refresh();

    var claims = tokens.verifyGoogleIdToken(idToken.getAccessToken().getTokenValue());
    assertEquals(EMAIL, claims.getStringClaimValue("email"));
    assertEquals(List.of("https://gateway/internal/token?x=1&y=2"), claims.getAudience());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                                                        | computeMetadata/
          /computeMetadata/v1/project/project-id                   | p
          /computeMetadata/v1/universe/universe-domain             | googleapis.com
          /computeMetadata/v1/universe/universe_domain             | googleapis.com
          /computeMetadata/v1/instance/service-accounts/default/email | sync-service@p.iam.gserviceaccount.com
          /computeMetadata/v1/instance/service-accounts/sync-service@p.iam.gserviceaccount.com/email | sync-service@p.iam.gserviceaccount.com
          /computeMetadata/v1/instance/service-accounts/default/scopes | https://www.googleapis.com/auth/cloud-platform
          /computeMetadata/v1/instance/service-accounts/default/aliases | default
          /computeMetadata/v1/instance | service-accounts/
          """)
  void answersScalarsAsText(String path, String value) throws Exception {
    var response = get(path);
    assertEquals(200, response.statusCode());
    assertEquals(value, response.body().strip());
    assertEquals("Google", response.headers().firstValue("Metadata-Flavor").orElse(""));
  }

  @Test
  void listsItsAccount() throws Exception {
    var accounts = "/computeMetadata/v1/instance/service-accounts";
    assertEquals("default/\n" + EMAIL + "/\n", get(accounts + "/").body());
    var all = Json.read(get(accounts + "/?recursive=true").body().getBytes(StandardCharsets.UTF_8));
    assertEquals(EMAIL, all.at("/default/email").asText());
    assertTrue(all.has(EMAIL));
    assertTrue(get(DEFAULT).body().contains("token"));
    var one = Json.read(get(DEFAULT + "?recursive=true").body().getBytes(StandardCharsets.UTF_8));
    assertEquals(EMAIL, one.path("email").asText());
    assertTrue(get("/computeMetadata/v1/project/numeric-project-id").body().matches("\\d{12}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/computeMetadata/v1/instance/zone",
        "/computeMetadata/v1/instance/service-accounts/other@p.iam.gserviceaccount.com/token",
        "/computeMetadata/v1/instance/service-accounts/default/token/x",
        "/latest/meta-data",
        "/computeMetadata/v2/project/project-id"
      })
  void knowsNothingElse(String path) throws Exception {
    assertEquals(404, get(path).statusCode());
  }

  @Test
  void wantsAnAudience() throws Exception {
    assertEquals(400, get(DEFAULT + "identity").statusCode());
    assertEquals(400, get(DEFAULT + "identity?audience=").statusCode());
    assertEquals(400, get(DEFAULT + "identity?audience=" + "a".repeat(3000)).statusCode());
  }

  @Test
  void refusesWhatABrowserOrAProxyCouldSend() throws Exception {
    var token = URI.create(base() + DEFAULT + "token");
    assertEquals(403, status(HttpRequest.newBuilder(token)));
    assertEquals(403, status(HttpRequest.newBuilder(token).header("Metadata-Flavor", "Other")));
    assertEquals(
        403,
        status(
            HttpRequest.newBuilder(token)
                .header("Metadata-Flavor", "Google")
                .header("X-Forwarded-For", "10.0.0.1")));
    var post = HttpRequest.newBuilder(token).POST(HttpRequest.BodyPublishers.noBody());
    assertEquals(405, status(post.header("Metadata-Flavor", "Google")));
    assertTrue(
        raw("GET "
                + DEFAULT
                + "token HTTP/1.1\r\nHost: evil.example\r\nMetadata-Flavor: Google\r\n")
            .startsWith("HTTP/1.1 403"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/computeMetadata/v1/%zz", "/computeMetadata/v1/?recursive=%zz"})
  void survivesMalformedPaths(String path) throws Exception {
    var answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nMetadata-Flavor: Google\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
  }

  private static String raw(String head) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      var request = head + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(base() + path)).header("Metadata-Flavor", "Google");
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static String base() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The library finds the server by an environment variable only; here every address is ours. */
  private static HttpTransport toOurServer() {
    return new NetHttpTransport.Builder()
        .setConnectionFactory(MetadataServerTest::openOurs)
        .build();
  }

  private static HttpURLConnection openOurs(URL url) throws IOException {
    return (HttpURLConnection) URI.create(base() + url.getFile()).toURL().openConnection();
  }
}
