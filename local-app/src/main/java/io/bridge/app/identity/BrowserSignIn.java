package io.bridge.app.identity;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.http.Call;
import io.bridge.app.http.Wire;
import io.bridge.app.session.Identity;
import io.bridge.app.terminal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Authorization code with PKCE in the person's browser, answered on a loopback port. */
public final class BrowserSignIn {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Identity identity;
  private final Wire wire;
  private final IdentityPlatform platform;

  public BrowserSignIn(Identity identity, Wire wire, IdentityPlatform platform) {
    this.identity = identity;
    this.wire = wire;
    this.platform = platform;
  }

  /**
   * @param show is given the address that the person must open
   * @param patience how long the person may take
   */
  public IdentityPlatform.SignedIn signIn(Consumer<URI> show, Duration patience) {
    Pkce pkce = Pkce.fresh();
    try (Loopback loopback = Loopback.listen(pkce.state())) {
      URI redirectUri = loopback.redirectUri();
      show.accept(page(pkce, redirectUri));
      String code = loopback.awaitCode(patience);
      String googleIdToken = exchange(code, pkce, redirectUri);
      return platform.signInWithGoogle(googleIdToken, pkce.nonce(), redirectUri);
    }
  }

  private URI page(Pkce pkce, URI redirectUri) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", identity.clientId());
    query.put("redirect_uri", redirectUri.toString());
    query.put("scope", "openid email profile");
    query.put("state", pkce.state());
    query.put("nonce", pkce.hashedNonce());
    query.put("code_challenge", pkce.challenge());
    query.put("code_challenge_method", "S256");
    return URI.create(identity.authorize() + "?" + IdentityPlatform.form(query));
  }

  private String exchange(String code, Pkce pkce, URI redirectUri) {
    String form =
        IdentityPlatform.form(
            Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "client_id", identity.clientId(),
                "redirect_uri", redirectUri.toString(),
                "code_verifier", pkce.verifier()));
    HttpRequest request =
        HttpRequest.newBuilder(identity.token())
            .timeout(TIMEOUT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    // A code is good for one exchange: a second one looks like theft.
    HttpResponse<byte[]> answer = wire.send(Call.of(request, Call.Repeat.UNSENT));
    if (answer.statusCode() != 200) {
      throw UNAUTHENTICATED.with("The code was not accepted. Try again: bridge login");
    }
    return checked(idToken(answer), pkce);
  }

  private static String idToken(HttpResponse<byte[]> answer) {
    try {
      JsonNode body = Json.read(answer.body(), JsonNode.class);
      if (body != null && body.path("id_token").isTextual()) {
        return body.path("id_token").asText();
      }
    } catch (IOException _) {
      // Told below without the content, which may hold tokens.
    }
    throw SERVICE_UNAVAILABLE.with("The token endpoint answered without an ID token. Try again.");
  }

  /**
   * The token came straight from its issuer over TLS, so OpenID Connect (3.1.3.7) asks for no check
   * of the signature here; Identity Platform makes it. Ours are audience and nonce.
   */
  private String checked(String idToken, Pkce pkce) {
    JsonNode claims = claims(idToken);
    if (!identity.clientId().equals(claims.path("aud").asText())
        || !pkce.hashedNonce().equals(claims.path("nonce").asText())) {
      throw UNAUTHENTICATED.with("The ID token is not the answer to this sign-in. Try again.");
    }
    return idToken;
  }

  private static JsonNode claims(String idToken) {
    String[] parts = idToken.split("\\.", -1);
    try {
      if (parts.length == 3) {
        return Json.read(Base64.getUrlDecoder().decode(parts[1]), JsonNode.class);
      }
    } catch (IOException | IllegalArgumentException _) {
      // Told below without the content.
    }
    throw UNAUTHENTICATED.with("The ID token is malformed. Try again: bridge login");
  }
}
