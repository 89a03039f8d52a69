package io.bridge.cloud.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.auth.oauth2.AuthorizationCodeFlow;
import com.google.api.client.auth.oauth2.BearerToken;
import com.google.api.client.auth.oauth2.ClientParametersAuthentication;
import com.google.api.client.auth.oauth2.TokenResponse;
import com.google.api.client.auth.oauth2.TokenResponseException;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.UserCredentials;
import io.bridge.cloud.CloudAtHand;
import io.bridge.cloud.iam.Principal;
import io.bridge.cloud.tls.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own OAuth clients sign a person in, as a desktop app that has a client secret. */
class GoogleClientSignInTest {
  private static final String CLIENT = "bridge-local-app";
  private static final String REDIRECT = "http://127.0.0.1:9/callback";
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  @TempDir static Path dir;

  private static CloudAtHand cloud;
  private static HttpTransport transport;
  private static int people;

  @BeforeAll
  static void start() throws GeneralSecurityException, IOException {
    cloud = CloudAtHand.start(dir);
    transport =
        new NetHttpTransport.Builder()
            .trustCertificates(Tls.open(cloud.cloud().trustStore()))
            .build();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void exchangesACodeForTokensThatAreGood() throws Exception {
    AuthorizationCodeFlow flow = flow();
    String email = email();

    TokenResponse tokens = redeem(flow, signIn(flow, email), REDIRECT);

    assertEquals(
        new Principal(email, Principal.USER),
        cloud.cloud().tokens().verifyAccessToken(tokens.getAccessToken()));
    assertEquals(3600, tokens.getExpiresInSeconds());
    var claims = cloud.cloud().tokens().verifyGoogleIdToken((String) tokens.get("id_token"));
    assertEquals(email, claims.getStringClaimValue("email"));
    assertEquals(List.of(CLIENT), claims.getAudience());
  }

  @Test
  void refreshesWithTheSecretThatDesktopClientsSend() throws Exception {
    AuthorizationCodeFlow flow = flow();
    String email = email();
    TokenResponse tokens = redeem(flow, signIn(flow, email), REDIRECT);
    UserCredentials person =
        UserCredentials.newBuilder()
            .setClientId(CLIENT)
            .setClientSecret("not-a-secret")
            .setRefreshToken(tokens.getRefreshToken())
            .setTokenServerUri(cloud.https().resolve("/token"))
            .setHttpTransportFactory(() -> transport)
            .build();

    String first = person.refreshAccessToken().getTokenValue();
    String second = person.refreshAccessToken().getTokenValue();

    // As at Google a desktop app's refresh token stays good and is never replaced.
    assertEquals(email, cloud.cloud().tokens().verifyAccessToken(first).email());
    assertEquals(email, cloud.cloud().tokens().verifyAccessToken(second).email());
    UserCredentials other =
        person.toBuilder().setRefreshToken(tokens.getRefreshToken() + "x").build();
    IOException refused = assertThrows(IOException.class, other::refreshAccessToken);
    assertTrue(refused.getMessage().contains("invalid_grant"), refused::getMessage);
  }

  @Test
  void refusesAnotherVerifierAnotherRedirectAndTheSameCodeAgain() throws Exception {
    AuthorizationCodeFlow flow = flow();
    String stolen = signIn(flow, email());
    String elsewhere = signIn(flow, email());
    String once = signIn(flow, email());
    redeem(flow, once, REDIRECT);

    assertEquals("invalid_grant", refusal(flow(), stolen, REDIRECT));
    assertEquals("invalid_grant", refusal(flow, elsewhere, REDIRECT + "/other"));
    assertEquals("invalid_grant", refusal(flow, once, REDIRECT));
    assertEquals("invalid_grant", refusal(flow, "4/never-given", REDIRECT));
  }

  @Test
  void eachFlowProvesItselfAnew() {
    assertNotEquals(
        flow().newAuthorizationUrl().get("code_challenge"),
        flow().newAuthorizationUrl().get("code_challenge"));
  }

  private static String refusal(AuthorizationCodeFlow flow, String code, String redirect) {
    return assertThrows(TokenResponseException.class, () -> redeem(flow, code, redirect))
        .getDetails()
        .getError();
  }

  private static TokenResponse redeem(AuthorizationCodeFlow flow, String code, String redirect)
      throws IOException {
    return flow.newTokenRequest(code).setRedirectUri(redirect).execute();
  }

  private static AuthorizationCodeFlow flow() {
    return new AuthorizationCodeFlow.Builder(
            BearerToken.authorizationHeaderAccessMethod(),
            transport,
            GsonFactory.getDefaultInstance(),
            new GenericUrl(cloud.https().resolve("/token")),
            new ClientParametersAuthentication(CLIENT, "not-a-secret"),
            CLIENT,
            cloud.https().resolve("/o/oauth2/v2/auth").toString())
        .setScopes(List.of("openid", "email"))
        .enablePKCE()
        .build();
  }

  /** Signs a new person up on the page that the client's address leads to; the code. */
  private static String signIn(AuthorizationCodeFlow flow, String email) {
    String address =
        flow.newAuthorizationUrl()
            .setRedirectUri(REDIRECT)
            .setState("s")
            .set("nonce", "n")
            .set("prompt", "create")
            .build();
    URI page = URI.create(address);
    var shown = cloud.get(page.getRawPath() + "?" + page.getRawQuery());
    assertEquals(200, shown.statusCode(), shown.body());
    Map<String, String> fields = new LinkedHashMap<>();
    HIDDEN.matcher(shown.body()).results().forEach(it -> fields.put(it.group(1), it.group(2)));
    fields.put("email", email);
    fields.put("password", "secret1");
    fields.put("action", "sign-up");
    String cookie = shown.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    var back =
        cloud.send(
            cloud
                .request("/o/oauth2/v2/auth")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookie)
                .POST(BodyPublishers.ofString(form(fields))));
    assertEquals(303, back.statusCode(), back.body());
    String query = URI.create(back.headers().firstValue("location").orElseThrow()).getRawQuery();
    return URLDecoder.decode(query.replaceAll(".*code=([^&]*).*", "$1"), StandardCharsets.UTF_8);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static String email() {
    return "someone" + people++ + "@example.com";
  }
}
