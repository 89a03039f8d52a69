package io.bridge.cloud.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.CloudAtHand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sign-in pages as a browser sees them that knows nothing of our authority. */
class PlainSignInTest {
  private static final String PATH = "/o/oauth2/v2/auth";
  private static final String VERIFIER = "a-verifier-of-enough-length-0123456789-abcdefgh";
  private static final String CALLBACK = "http://localhost:8080/api/auth/callback";
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  @TempDir static Path dir;
  private static CloudAtHand cloud;
  private static HttpClient browser;

  @BeforeAll
  static void start() {
    cloud = CloudAtHand.start(dir);
    browser = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    browser.close();
    cloud.close();
  }

  @Test
  void carriesAPersonBackToTheConsoleWithACodeThatIsGood() throws Exception {
    var page = get(asked());
    var cookie = page.headers().firstValue("set-cookie").orElseThrow();
    assertFalse(cookie.contains("Secure"), cookie);
    assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Strict"), cookie);

    var back = submit(page, own());

    assertEquals(303, back.statusCode(), back.body());
    var location = back.headers().firstValue("location").orElseThrow();
    assertTrue(location.startsWith(CALLBACK + "?"), location);
    var code = URI.create(location).getQuery().replaceAll(".*code=([^&]+).*", "$1");
    var tokens =
        cloud.postForm(
            "/token",
            form(
                Map.of(
                    "grant_type", "authorization_code",
                    "code", code,
                    "client_id", "bridge-console",
                    "redirect_uri", CALLBACK,
                    "code_verifier", VERIFIER)));
    assertEquals(200, tokens.statusCode(), tokens.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https", "http://evil.example", "null"})
  void refusesAFormOfAnotherOrigin(String origin) throws Exception {
    var from = origin.equals("https") ? own().replace("http:", "https:") : origin;
    assertEquals(400, submit(get(asked()), from).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "x"})
  void answersNobodyWhoCallsItByAnotherName(String host) throws IOException {
    assertEquals("403", status(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void answersThisMachine(String host) throws IOException {
    assertEquals("400", status(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/token",
        "/oauth2/v3/certs",
        "/bigquery/v2/projects/bridge-test/datasets",
        "/x/y"
      })
  void hasNothingElseThere(String path) throws Exception {
    assertEquals(501, get(path).statusCode());
  }

  private static String status(String host) throws IOException {
    int port = cloud.cloud().signIn().getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request = "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n";
      var bytes = request.formatted(PATH, host, port).getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(bytes);
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.split(" ")[1];
    }
  }

  private static String own() {
    return cloud.cloud().signIn().toString();
  }

  private static String asked() {
    var request = new LinkedHashMap<String, String>();
    request.put("client_id", "bridge-console");
    request.put("redirect_uri", CALLBACK);
    request.put("response_type", "code");
    request.put("scope", "openid email");
    request.put("state", "s");
    request.put("nonce", "0".repeat(64));
    request.put("code_challenge", challenge());
    request.put("code_challenge_method", "S256");
    request.put("prompt", "create");
    return PATH + "?" + form(request);
  }

  private static String challenge() {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(Secrets.hash(VERIFIER));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    var request = HttpRequest.newBuilder(cloud.cloud().signIn().resolve(path)).build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private static HttpResponse<String> submit(HttpResponse<String> page, String origin)
      throws Exception {
    var fields = new LinkedHashMap<String, String>();
    var hidden = HIDDEN.matcher(page.body());
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2).replace("&amp;", "&"));
    }
    fields.put("email", "ann" + System.nanoTime() + "@example.com");
    fields.put("password", "secret1");
    fields.put("action", "sign-up");
    var cookie = page.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    var request =
        HttpRequest.newBuilder(cloud.cloud().signIn().resolve(PATH))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", cookie)
            .header("Origin", origin)
            .POST(BodyPublishers.ofString(form(fields)))
            .build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
