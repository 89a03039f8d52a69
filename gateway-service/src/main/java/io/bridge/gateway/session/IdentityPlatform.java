package io.bridge.gateway.session;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;
import static io.bridge.model.error.ErrorCode.SIGN_IN_FAILED;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.gateway.GatewayConfig;
import io.bridge.model.error.BridgeException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.MultiMap;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/**
 * Google's token endpoint and Identity Platform: a code becomes a Google ID token, that becomes the
 * project's own ID token, and a refresh token becomes the next one.
 */
@Singleton
class IdentityPlatform {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final GatewayConfig.Client client;
  private final Console console;
  private final Clock clock;
  private final WebClient http;

  IdentityPlatform(GatewayConfig config, Console console, Clock clock, Vertx vertx) {
    this.client = config.client();
    this.console = console;
    this.clock = clock;
    this.http = WebClient.create(vertx);
  }

  /** Address of the sign-in page. */
  URI page(SignInAttempt attempt) {
    MultiMap query =
        MultiMap.caseInsensitiveMultiMap()
            .add("response_type", "code")
            .add("client_id", client.clientId())
            .add("redirect_uri", console.callback().toString())
            .add("scope", "openid email profile")
            .add("state", attempt.state())
            .add("nonce", attempt.hashedNonce())
            .add("code_challenge", attempt.challenge())
            .add("code_challenge_method", "S256");
    return URI.create(client.authorize() + "?" + form(query));
  }

  /**
   * Fails with {@code SIGN_IN_FAILED} where the provider refuses or answers another sign-in, {@code
   * SERVICE_UNAVAILABLE} where it does not answer.
   */
  Uni<Tokens> signIn(SignInAttempt attempt, String code) {
    return exchange(attempt, code)
        .invoke(googleIdToken -> check(googleIdToken, attempt))
        .chain(googleIdToken -> accept(googleIdToken, attempt))
        .onFailure(failure -> !(failure instanceof BridgeException))
        .transform(_ -> unavailable());
  }

  private Uni<String> exchange(SignInAttempt attempt, String code) {
    MultiMap form =
        MultiMap.caseInsensitiveMultiMap()
            .add("grant_type", "authorization_code")
            .add("code", code)
            .add("client_id", client.clientId())
            .add("redirect_uri", console.callback().toString())
            .add("code_verifier", attempt.verifier());
    client.clientSecret().ifPresent(secret -> form.add("client_secret", secret));
    return http.postAbs(client.token().toString())
        .timeout(TIMEOUT.toMillis())
        .sendForm(form)
        .map(response -> accepted(response, failed()))
        .map(body -> text(body, "id_token"));
  }

  /**
   * The token came straight from its issuer, so OpenID Connect (3.1.3.7) asks for no check of the
   * signature here; Identity Platform makes it. Ours are audience and nonce.
   */
  private void check(String googleIdToken, SignInAttempt attempt) {
    String[] parts = googleIdToken.split("\\.", -1);
    JsonObject claims = new JsonObject(Buffer.buffer(decode(parts[1])).getDelegate());
    if (!client.clientId().equals(claims.getValue("aud"))
        || !attempt.hashedNonce().equals(claims.getValue("nonce"))) {
      throw failed();
    }
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  private Uni<Tokens> accept(String googleIdToken, SignInAttempt attempt) {
    MultiMap post =
        MultiMap.caseInsensitiveMultiMap()
            .add("id_token", googleIdToken)
            .add("nonce", attempt.nonce())
            .add("providerId", "google.com");
    JsonObject body =
        new JsonObject()
            .put("postBody", form(post))
            .put("requestUri", console.callback().toString())
            .put("returnSecureToken", true);
    return http.postAbs(uri(client.identityToolkit(), "/v1/accounts:signInWithIdp"))
        .timeout(TIMEOUT.toMillis())
        .sendJsonObject(body)
        .map(response -> accepted(response, failed()))
        .map(found -> tokens(found, "idToken", "refreshToken", "expiresIn"));
  }

  /**
   * Fails with {@code UNAUTHENTICATED} where the provider gives no further token, {@code
   * SERVICE_UNAVAILABLE} where it does not answer.
   */
  Uni<Tokens> refresh(String refreshToken) {
    MultiMap form =
        MultiMap.caseInsensitiveMultiMap()
            .add("grant_type", "refresh_token")
            .add("refresh_token", refreshToken);
    return http.postAbs(uri(client.secureToken(), "/v1/token"))
        .timeout(TIMEOUT.toMillis())
        .sendForm(form)
        .map(response -> accepted(response, UNAUTHENTICATED.with("The session has ended")))
        .map(found -> tokens(found, "id_token", "refresh_token", "expires_in"))
        .onFailure(failure -> !(failure instanceof BridgeException))
        .transform(_ -> unavailable());
  }

  @PreDestroy
  void close() {
    http.close();
  }

  /** A base may already name the version or the whole path: Google's documents do all three. */
  private String uri(URI base, String path) {
    String root = base.toString().replaceAll("/+$", "");
    String whole = root.endsWith("/v1") ? root + path.substring("/v1".length()) : root + path;
    return (root.endsWith(path) ? root : whole) + "?key=" + encoded(client.apiKey());
  }

  private static JsonObject accepted(HttpResponse<Buffer> response, BridgeException refusal) {
    if (response.statusCode() == 200) {
      return response.bodyAsJsonObject();
    }
    throw response.statusCode() / 100 == 4 && response.statusCode() != 429
        ? refusal
        : unavailable();
  }

  private Tokens tokens(JsonObject found, String idToken, String refreshToken, String expiresIn) {
    long seconds = Long.parseLong(String.valueOf(found.getValue(expiresIn)));
    return new Tokens(
        text(found, idToken), text(found, refreshToken), clock.instant().plusSeconds(seconds));
  }

  private static String text(JsonObject body, String name) {
    String text = body.getString(name);
    if (text == null || text.isEmpty() || text.indexOf('\n') >= 0) {
      throw unavailable();
    }
    return text;
  }

  private static String form(MultiMap fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach(field -> text.append('&').append(pair(field.getKey(), field.getValue())));
    return text.substring(1);
  }

  private static String pair(String name, String value) {
    return name + "=" + encoded(value);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static BridgeException failed() {
    return SIGN_IN_FAILED.with("The identity provider did not accept this sign-in; start again");
  }

  private static BridgeException unavailable() {
    return SERVICE_UNAVAILABLE.with("The identity provider does not answer; try again");
  }
}
