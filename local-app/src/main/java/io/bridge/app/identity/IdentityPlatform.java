package io.bridge.app.identity;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.http.Call;
import io.bridge.app.http.Time;
import io.bridge.app.http.Wire;
import io.bridge.app.session.Identity;
import io.bridge.app.session.Session;
import io.bridge.app.terminal.Json;
import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Google's Identity Platform: passwords, sign-in with another provider's token, and the renewal of
 * ID tokens. Fails with {@code UNAUTHENTICATED} where it refuses.
 */
public final class IdentityPlatform {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Identity identity;
  private final Wire wire;
  private final Time time;

  /** A person who just signed in. */
  public record SignedIn(String email, Session.Tokens tokens) {}

  public IdentityPlatform(Identity identity, Wire wire, Time time) {
    this.identity = identity;
    this.wire = wire;
    this.time = time;
  }

  public SignedIn signIn(String email, char[] password) {
    return signedIn(accounts("signInWithPassword", withPassword(email, password)));
  }

  /** Makes the account; signs in where it already exists with this password. */
  public SignedIn signUp(String email, char[] password) {
    HttpResponse<byte[]> answer = accounts("signUp", withPassword(email, password));
    return reason(answer).filter("EMAIL_EXISTS"::equals).isPresent()
        ? signIn(email, password)
        : signedIn(answer);
  }

  /**
   * Signs in with a Google ID token.
   *
   * @param nonce of which the token carries the SHA-256
   * @param redirectUri where the token's code was sent to
   */
  SignedIn signInWithGoogle(String googleIdToken, String nonce, URI redirectUri) {
    String postBody =
        form(Map.of("id_token", googleIdToken, "nonce", nonce, "providerId", "google.com"));
    return signedIn(
        accounts(
            "signInWithIdp",
            Map.of(
                "postBody",
                postBody,
                "requestUri",
                redirectUri.toString(),
                "returnSecureToken",
                true)));
  }

  /** The next ID token, and the refresh token to use from now on. */
  public Session.Tokens refresh(String refreshToken) {
    HttpRequest request =
        post(uri(identity.secureToken(), "/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    form(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken))))
            .build();
    HttpResponse<byte[]> answer = wire.send(Call.of(request, Call.Repeat.ALWAYS));
    JsonNode body = accepted(answer);
    String next = body.path("refresh_token").asText(refreshToken);
    return tokens(body.path("id_token"), body.path("expires_in"), next);
  }

  private static Map<String, Object> withPassword(String email, char[] password) {
    return Map.of("email", email, "password", new String(password), "returnSecureToken", true);
  }

  private HttpResponse<byte[]> accounts(String method, Map<String, Object> body) {
    HttpRequest request =
        post(uri(identity.identityToolkit(), "/v1/accounts:" + method))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    return wire.send(Call.of(request, Call.Repeat.ALWAYS));
  }

  private static HttpRequest.Builder post(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("Accept", "application/json");
  }

  private URI uri(URI base, String path) {
    return URI.create(joined(base, path) + "?" + form(Map.of("key", identity.apiKey())));
  }

  /** A base may already name the version or the whole path: Google's documents do all three. */
  private static String joined(URI base, String path) {
    String root = base.toString().replaceAll("/+$", "");
    if (root.endsWith(path)) {
      return root;
    }
    return root.endsWith("/v1") ? root + path.substring("/v1".length()) : root + path;
  }

  /** Sorted, so that the same form is always the same text. */
  static String form(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private SignedIn signedIn(HttpResponse<byte[]> answer) {
    JsonNode body = accepted(answer);
    return new SignedIn(
        body.path("email").asText(""),
        tokens(body.path("idToken"), body.path("expiresIn"), body.path("refreshToken").asText("")));
  }

  private Session.Tokens tokens(JsonNode idToken, JsonNode expiresIn, String refreshToken) {
    long seconds = expiresIn.asLong(0); // a text in Google's answers
    if (!idToken.isTextual() || seconds <= 0 || refreshToken.isEmpty()) {
      throw SERVICE_UNAVAILABLE.with("The identity service answered without tokens. Try again.");
    }
    return new Session.Tokens(idToken.asText(), time.now().plusSeconds(seconds), refreshToken);
  }

  private static JsonNode accepted(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200) {
      throw reason(answer)
          .map(IdentityPlatform::refused)
          .orElseGet(
              () ->
                  SERVICE_UNAVAILABLE.with(
                      "The identity service answered with status " + answer.statusCode()));
    }
    return json(answer)
        .orElseThrow(() -> SERVICE_UNAVAILABLE.with("The identity service answered no JSON."));
  }

  /** The word in Google's error body, without its explanation; empty where there is none. */
  private static Optional<String> reason(HttpResponse<byte[]> answer) {
    if (answer.statusCode() / 100 != 4) {
      return Optional.empty();
    }
    return json(answer)
        .map(body -> body.path("error").path("message").asText(""))
        .map(message -> message.split("[ :]", 2)[0])
        .filter(word -> word.matches("[A-Z_]{3,64}"));
  }

  private static Optional<JsonNode> json(HttpResponse<byte[]> answer) {
    try {
      return Optional.ofNullable(Json.read(answer.body(), JsonNode.class));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static BridgeException refused(String reason) {
    return switch (reason) {
      case "EMAIL_NOT_FOUND", "INVALID_PASSWORD", "INVALID_LOGIN_CREDENTIALS" ->
          UNAUTHENTICATED.with(
              "The e-mail address or the password is wrong. A new account: bridge login --sign-up");
      case "USER_DISABLED" -> UNAUTHENTICATED.with("This account is disabled.");
      case "TOKEN_EXPIRED", "INVALID_REFRESH_TOKEN", "USER_NOT_FOUND", "INVALID_GRANT_TYPE" ->
          UNAUTHENTICATED.with("The session has ended. Sign in again: bridge login");
      case "TOO_MANY_ATTEMPTS_TRY_LATER" ->
          UNAUTHENTICATED.with("Too many attempts to sign in. Try again in some minutes.");
      case "WEAK_PASSWORD" ->
          INVALID_REQUEST.with("The password is too weak: 6 characters or more.");
      case "INVALID_EMAIL" -> INVALID_REQUEST.with("This is no e-mail address.");
      default -> UNAUTHENTICATED.with("The identity service refused: " + reason);
    };
  }
}
