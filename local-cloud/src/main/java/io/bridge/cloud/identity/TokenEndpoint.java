package io.bridge.cloud.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Tokens;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;

/**
 * {@code POST /token}: OAuth 2.0 for installed apps and the grant of service accounts (RFC 7523);
 * errors by RFC 6749, section 5.2.
 */
final class TokenEndpoint {
  private static final long MAX_FORM_BYTES = 64L * 1024;
  private static final List<String> NAMES =
      List.of(
          "grant_type",
          "code",
          "client_id",
          "redirect_uri",
          "code_verifier",
          "refresh_token",
          "assertion");

  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final int MAX_ASSERTION = 16 * 1024;

  private final Tokens tokens;
  private final JwtBearer jwtBearer;
  private final Accounts accounts;
  private final AuthorizationCodes codes;
  private final RefreshTokens refreshTokens;

  TokenEndpoint(
      Tokens tokens,
      JwtBearer jwtBearer,
      Accounts accounts,
      AuthorizationCodes codes,
      RefreshTokens refreshTokens) {
    this.tokens = tokens;
    this.jwtBearer = jwtBearer;
    this.accounts = accounts;
    this.codes = codes;
    this.refreshTokens = refreshTokens;
  }

  void mount(Router router) {
    router
        .post("/token")
        .handler(Json.body(MAX_FORM_BYTES))
        .handler(ctx -> Blocking.on(ctx, () -> exchange(ctx)));
  }

  private void exchange(RoutingContext ctx) {
    ctx.response().putHeader("Cache-Control", "no-store").putHeader("Pragma", "no-cache");
    try {
      Json.write(ctx, 200, exchange(ctx.request()));
    } catch (OAuthError e) {
      var body = JsonNodeFactory.instance.objectNode();
      body.put("error", e.code()).put("error_description", e.getMessage());
      Json.write(ctx, 400, body);
    }
  }

  private ObjectNode exchange(HttpServerRequest request) throws OAuthError {
    var form = request.formAttributes();
    var repeated = NAMES.stream().filter(name -> form.getAll(name).size() > 1).findFirst();
    if (repeated.isPresent()) {
      throw new OAuthError("invalid_request", "Repeated parameter: " + repeated.get());
    }
    return switch (required(form, "grant_type")) {
      case "authorization_code" -> code(form);
      case "refresh_token" -> refresh(form);
      case JWT_BEARER -> serviceAccount(form, request.localAddress().port());
      default ->
          throw new OAuthError("unsupported_grant_type", "Invalid grant_type: not supported");
    };
  }

  private ObjectNode serviceAccount(MultiMap form, int port) throws OAuthError {
    var assertion = required(form, "assertion", MAX_ASSERTION);
    var subject = jwtBearer.verify(assertion, "https://localhost:" + port + "/token");
    var body = JsonNodeFactory.instance.objectNode();
    body.put("access_token", tokens.accessToken(subject.email(), subject.scopes()));
    body.put("expires_in", Tokens.LIFETIME.toSeconds());
    return body.put("token_type", "Bearer");
  }

  private ObjectNode code(MultiMap form) throws OAuthError {
    var claim =
        new AuthorizationCodes.Claim(
            required(form, "code"),
            required(form, "client_id"),
            required(form, "redirect_uri"),
            required(form, "code_verifier"));
    return switch (codes.redeem(claim)) {
      case AuthorizationCodes.Outcome.Refused(var why) ->
          throw new OAuthError("invalid_grant", why);
      case AuthorizationCodes.Outcome.Redeemed(var grant, var nonce, var refreshToken) ->
          answer(grant, nonce).put("refresh_token", refreshToken);
    };
  }

  private ObjectNode refresh(MultiMap form) throws OAuthError {
    var grant = refreshTokens.find(required(form, "refresh_token"), required(form, "client_id"));
    return answer(grant.orElseThrow(TokenEndpoint::revoked), null);
  }

  private ObjectNode answer(Grant grant, String nonce) throws OAuthError {
    var account = accounts.byLocalId(grant.localId()).orElseThrow(TokenEndpoint::revoked);
    var accessToken = tokens.userAccessToken(account.email());
    var body = JsonNodeFactory.instance.objectNode();
    body.put("access_token", accessToken);
    body.put("expires_in", Tokens.LIFETIME.toSeconds());
    body.put("scope", grant.scope());
    body.put("token_type", "Bearer");
    return body.put("id_token", idToken(account, grant, nonce, accessToken));
  }

  private String idToken(Account account, Grant grant, String nonce, String accessToken) {
    var claims = new HashMap<String, Object>();
    claims.put("sub", account.googleId());
    claims.put("aud", grant.client());
    claims.put("azp", grant.client());
    claims.put("email", account.email());
    claims.put("email_verified", true);
    claims.put("at_hash", leftHalf(accessToken));
    if (nonce != null) {
      claims.put("nonce", nonce);
    }
    return tokens.googleIdToken(claims);
  }

  /** {@code at_hash} of OpenID Connect Core, 3.1.3.6. */
  private static String leftHalf(String accessToken) {
    var half = Arrays.copyOf(Secrets.hash(accessToken), 16);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(half);
  }

  private static OAuthError revoked() {
    return new OAuthError("invalid_grant", "Token has been expired or revoked.");
  }

  private static String required(MultiMap form, String name) throws OAuthError {
    return required(form, name, 4096);
  }

  private static String required(MultiMap form, String name, int maxLength) throws OAuthError {
    var value = form.get(name);
    if (value == null || value.isEmpty() || value.length() > maxLength) {
      throw new OAuthError("invalid_request", "Missing required parameter: " + name);
    }
    return value;
  }
}
