package io.bridge.cloud.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.iam.Tokens;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * Identity Toolkit v1: {@code accounts:signUp}, {@code :signInWithPassword}, {@code :lookup},
 * {@code :signInWithIdp}.
 */
final class IdentityToolkit {
  private static final String ACCOUNTS = "/identitytoolkit.googleapis.com/v1/accounts:";
  private static final int MAX_REQUEST_BYTES = 256 * 1024;
  private static final String KIND = "identitytoolkit#";

  private final Tokens tokens;
  private final Accounts accounts;
  private final SignIn signIn;
  private final Sessions sessions;
  private final Clock clock;

  IdentityToolkit(Tokens tokens, Accounts accounts, SignIn signIn, Sessions sessions, Clock clock) {
    this.tokens = tokens;
    this.accounts = accounts;
    this.signIn = signIn;
    this.sessions = sessions;
    this.clock = clock;
  }

  void mount(Router router) {
    router.routeWithRegex("/identitytoolkit\\.googleapis\\.com/.*").handler(CorsHandler.create());
    post(router, "signUp", this::signUp);
    post(router, "signInWithPassword", this::signInWithPassword);
    post(router, "lookup", this::lookup);
    post(router, "signInWithIdp", this::signInWithIdp);
  }

  private static void post(Router router, String call, Function<JsonNode, ObjectNode> work) {
    router
        // In a plain path the colon would start a parameter.
        .postWithRegex((ACCOUNTS + call).replace(".", "\\."))
        .handler(ApiKey::require)
        .handler(Json.body(MAX_REQUEST_BYTES))
        .handler(ctx -> Blocking.json(ctx, () -> work.apply(request(ctx))));
  }

  private ObjectNode signUp(JsonNode request) {
    if (!text(request, "idToken").isEmpty()) {
      throw GoogleError.unimplemented("accounts:signUp with idToken");
    }
    if (text(request, "email").isEmpty() && text(request, "password").isEmpty()) {
      throw GoogleError.invalid("ADMIN_ONLY_OPERATION");
    }
    var account =
        signIn.register(
            text(request, "email"), text(request, "password"), text(request, "displayName"));
    accounts.signedIn(account);
    var body = body("SignupNewUserResponse", account);
    return sessions.start(account, Sessions.PASSWORD).into(body);
  }

  private ObjectNode signInWithPassword(JsonNode request) {
    var account = signIn.recognise(text(request, "email"), text(request, "password"));
    accounts.signedIn(account);
    var body = body("VerifyPasswordResponse", account);
    body.put("displayName", account.displayName()).put("registered", true);
    return sessions.start(account, Sessions.PASSWORD).into(body);
  }

  private ObjectNode lookup(JsonNode request) {
    var account = sessions.accountOf(text(request, "idToken"));
    var body = JsonNodeFactory.instance.objectNode().put("kind", KIND + "GetAccountInfoResponse");
    body.putArray("users").add(user(account));
    return body;
  }

  private ObjectNode signInWithIdp(JsonNode request) {
    var account = googleAccount(text(request, "postBody"));
    accounts.signedInWithGoogle(account);
    var body = body("VerifyAssertionResponse", account);
    body.put("providerId", Sessions.GOOGLE);
    body.put("federatedId", Tokens.GOOGLE + "/" + account.googleId());
    body.put("emailVerified", true);
    if (account.lastLoginAt() == null) {
      body.put("isNewUser", true);
    }
    return sessions
        .start(accounts.byLocalId(account.localId()).orElseThrow(), Sessions.GOOGLE)
        .into(body);
  }

  /** The person that a Google ID token, given as firebase gives it, was issued to by the page. */
  private Account googleAccount(String postBody) {
    if (!parameter(postBody, "providerId").equals(Sessions.GOOGLE)) {
      throw GoogleError.invalid("INVALID_IDP_RESPONSE : Only google.com is a provider");
    }
    var claims = googleClaims(parameter(postBody, "id_token"));
    checkNonce(claims, parameter(postBody, "nonce"));
    return accounts.byGoogleId(text(claims, "sub")).orElseThrow(IdentityToolkit::invalidIdp);
  }

  private JwtClaims googleClaims(String idToken) {
    try {
      var claims = tokens.verifyGoogleIdToken(idToken);
      // A service account's token has another azp: it is for a service, not for a person's client.
      if (claims.getAudience().equals(List.of(text(claims, "azp")))) {
        return claims;
      }
    } catch (GoogleError | MalformedClaimException _) {
      // Forged, expired and malformed are one answer: a caller learns nothing from it.
    }
    throw invalidIdp();
  }

  /** A token that carries a nonce is only for who knows what it is the SHA-256 of, in hex. */
  private static void checkNonce(JwtClaims claims, String nonce) {
    var hashed = nonce.isEmpty() ? "" : HexFormat.of().formatHex(Secrets.hash(nonce));
    if (!text(claims, "nonce").equals(hashed)) {
      throw GoogleError.invalid(
          "MISSING_OR_INVALID_NONCE : The SHA-256 hash of provided nonce in the request doesn't"
              + " match the nonce in the IDP token.");
    }
  }

  private static String text(JwtClaims claims, String name) {
    return claims.getClaimValue(name) instanceof String text ? text : "";
  }

  private ObjectNode user(Account account) {
    var user = JsonNodeFactory.instance.objectNode();
    user.put("localId", account.localId()).put("email", account.email());
    user.put("emailVerified", account.emailVerified());
    if (!account.displayName().isEmpty()) {
      user.put("displayName", account.displayName());
    }
    var providers = user.putArray("providerUserInfo");
    providers.add(provider(Sessions.PASSWORD, account, account.email()));
    if (account.google()) {
      providers.add(provider(Sessions.GOOGLE, account, account.googleId()));
    }
    user.put("createdAt", Long.toString(account.createdAt().toEpochMilli()));
    var last = account.lastLoginAt() == null ? clock.instant() : account.lastLoginAt();
    return user.put("lastLoginAt", Long.toString(last.toEpochMilli()));
  }

  private static ObjectNode provider(String id, Account account, String rawId) {
    var provider = JsonNodeFactory.instance.objectNode();
    provider.put("providerId", id).put("federatedId", rawId).put("rawId", rawId);
    return provider.put("email", account.email());
  }

  private static ObjectNode body(String kind, Account account) {
    var body = JsonNodeFactory.instance.objectNode().put("kind", KIND + kind);
    return body.put("localId", account.localId()).put("email", account.email());
  }

  private static JsonNode request(RoutingContext ctx) {
    var request = Json.read(ctx);
    if (!text(request, "tenantId").isEmpty()) {
      throw GoogleError.unimplemented("tenantId of " + ctx.normalizedPath());
    }
    return request;
  }

  private static String text(JsonNode request, String name) {
    var value = request.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw GoogleError.invalid("Invalid value at '" + name + "' (TYPE_STRING)");
    }
    return value.textValue();
  }

  private static String parameter(String form, String name) {
    return Arrays.stream(form.split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> decoded(pair.substring(name.length() + 1)))
        .findFirst()
        .orElse("");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalidIdp();
    }
  }

  private static GoogleError invalidIdp() {
    return GoogleError.invalid(
        "INVALID_IDP_RESPONSE : The supplied auth credential is incorrect, malformed or has"
            + " expired.");
  }
}
